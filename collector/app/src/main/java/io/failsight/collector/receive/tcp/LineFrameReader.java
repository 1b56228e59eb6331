package io.failsight.collector.receive.tcp;

import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.LineFeeds;

/**
 * Lines that end with LF, left where they were read: all complete lines of a read are one payload. Blank lines stay in the payload and
 * are not counted; {@link io.failsight.collector.intake.RecordReader} passes over them by the same rule. A line longer than allowed
 * keeps its beginning as a record of its own; the rest up to its LF is skipped and counted. Not thread-safe.
 */
public final class LineFrameReader implements FrameReader {
    private final int maxLineBytes;
    private final LineStop stop;
    private boolean skipping;

    /** Says where a run of lines ends because another kind of frame starts. */
    @FunctionalInterface
    public interface LineStop {
        /** Whether the frame that starts at {@code at} is not a line, or cannot be told yet. */
        boolean stopsAt(byte[] buffer, int at, int to, boolean ended);
    }

    /** A reader of a stream that holds lines only. */
    public LineFrameReader(int maxLineBytes) {
        this(maxLineBytes, (buffer, at, to, ended) -> false);
    }

    /** A reader of the lines of a stream that also holds other frames. */
    public LineFrameReader(int maxLineBytes, LineStop stop) {
        this.maxLineBytes = maxLineBytes;
        this.stop = stop;
    }

    /** Whether the next byte belongs to a line that was cut. */
    public boolean isInsideLine() {
        return skipping;
    }

    @Override
    public void read(byte[] buffer, int from, int to, boolean ended, Frames frames) {
        if (skipping) {
            skip(buffer, from, to, frames);
            return;
        }
        int at = from;
        int records = 0;
        while (at < to && !stop.stopsAt(buffer, at, to, ended)) {
            int feed = LineFeeds.next(buffer, at, to);
            int lineEnd = feed < 0 ? to : feed;
            if (lineEnd - at > maxLineBytes) {
                if (at == from) {
                    cut(buffer, from, to, feed, frames);
                    return;
                }
                break;
            }
            if (feed < 0) {
                if (!ended) {
                    break;
                }
                buffer[to] = '\n';
            }
            if (lineEnd > at && (buffer[at] > ' ' || !LineFeeds.isBlank(buffer, at, lineEnd))) {
                records++;
            }
            at = lineEnd + 1;
        }
        if (records > 0) {
            frames.found(Framing.LINES, buffer, from, at, records);
        }
        frames.consumed(Math.min(at, to) - from);
    }

    /** The first line is too long: {@code feed} is its LF, or -1 when that is still to come. */
    private void cut(byte[] buffer, int from, int to, int feed, Frames frames) {
        int end = from + maxLineBytes;
        boolean blank = LineFeeds.isBlank(buffer, from, end);
        int lineEnd = feed < 0 ? to : feed;
        frames.cut();
        frames.skipped(lineEnd - end);
        buffer[end] = '\n'; // a byte that is skipped, since the line is longer than allowed
        if (!blank) {
            frames.found(Framing.LINES, buffer, from, end + 1, 1);
        }
        frames.consumed(feed < 0 ? to - from : feed + 1 - from);
        skipping = feed < 0;
    }

    private void skip(byte[] buffer, int from, int to, Frames frames) {
        int feed = LineFeeds.next(buffer, from, to);
        skipping = feed < 0;
        frames.skipped((feed < 0 ? to : feed) - from);
        frames.consumed((feed < 0 ? to : feed + 1) - from);
    }
}
