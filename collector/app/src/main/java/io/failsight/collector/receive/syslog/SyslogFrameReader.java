package io.failsight.collector.receive.syslog;

import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.LineFeeds;
import io.failsight.collector.receive.tcp.FrameReader;
import io.failsight.collector.receive.tcp.Frames;
import io.failsight.collector.receive.tcp.LineFrameReader;
import io.failsight.model.Bytes;

/**
 * Syslog frames of a TCP stream (RFC 6587 §3.4), told apart frame by frame: a number, a space and {@code <} start an octet-counted
 * frame, anything else is a line that ends with LF. After an octet-counted frame a number and a space are enough, since some senders
 * leave out the PRI. Blanks, CR, LF and NUL between frames belong to no record.
 *
 * <p>Lines stay in place ({@link Framing#LINES}); octet-counted frames may hold LF and are copied once ({@link
 * Framing#LENGTH_PREFIXED}). Numbers of more than {@link #MAX_LENGTH_DIGITS} digits are no lengths: such a frame is read as a line.
 * Not thread-safe.
 */
public final class SyslogFrameReader implements FrameReader {
    /** Longest octet count: 9,999,999 bytes, of which the allowed beginning is kept and the rest skipped. */
    public static final int MAX_LENGTH_DIGITS = 7;

    private enum Kind {
        LINE,
        COUNTED,
        UNDECIDED
    }

    private final int maxMessageBytes;
    private final boolean octetCounting;
    private final LineFrameReader lines;
    private final Bytes packed = new Bytes(0);
    private boolean afterCounted;
    private int skipBytes;
    private int frameOffset;
    private int messageOffset;
    private int messageLength;

    public SyslogFrameReader(int maxMessageBytes, boolean octetCounting) {
        this.maxMessageBytes = maxMessageBytes;
        this.octetCounting = octetCounting;
        this.lines = octetCounting
                ? new LineFrameReader(maxMessageBytes, this::stopsLines)
                : new LineFrameReader(maxMessageBytes);
    }

    @Override
    public void read(byte[] buffer, int from, int to, boolean ended, Frames frames) {
        if (!octetCounting || lines.isInsideLine()) {
            lines.read(buffer, from, to, ended, frames);
            return;
        }
        if (skipBytes > 0) {
            int skipped = Math.min(skipBytes, to - from);
            skipBytes -= skipped;
            frames.skipped(skipped);
            frames.pass(skipped);
            return;
        }
        int trailers = afterCounted ? trailers(buffer, from, to) : 0;
        if (trailers > 0) {
            frames.pass(trailers);
            return;
        }
        switch (kindAt(buffer, from, to, ended)) {
            case LINE -> {
                lines.read(buffer, from, to, ended, frames);
                afterCounted &= frames.records() == 0;
            }
            case COUNTED -> readCounted(buffer, from, to, ended, frames);
            case UNDECIDED -> frames.pass(blankLines(buffer, from, frameOffset));
        }
    }

    /** A blank line decides nothing: what follows it is asked about when it is its turn, else each would look at all the others. */
    private boolean stopsLines(byte[] buffer, int at, int to, boolean ended) {
        int first = at;
        while (first < to && LineFeeds.isBlank(buffer[first])) {
            first++;
        }
        return first < to
                && first - at <= maxMessageBytes
                && buffer[first] >= '1'
                && buffer[first] <= '9'
                && kindAt(buffer, first, to, ended) != Kind.LINE;
    }

    /** What starts at {@code from}, behind separators; sets where frame and message of a counted frame start. */
    private Kind kindAt(byte[] buffer, int from, int to, boolean ended) {
        int at = from;
        int line = from;
        while (at < to && (LineFeeds.isBlank(buffer[at]) || buffer[at] == '\n')) {
            if (buffer[at] == '\n' && at - line <= maxMessageBytes) {
                line = at + 1;
            }
            at++;
        }
        frameOffset = at;
        // More blanks than a message may have are a line that is cut, whether or not what follows has come already.
        if (at == to || at - line > maxMessageBytes || buffer[at] < '1' || buffer[at] > '9') {
            return Kind.LINE;
        }
        int length = 0;
        int lastDigit = at + MAX_LENGTH_DIGITS;
        while (at < to && at < lastDigit && buffer[at] >= '0' && buffer[at] <= '9') {
            length = length * 10 + buffer[at++] - '0';
        }
        if (at < to && buffer[at] != ' ') {
            return Kind.LINE;
        }
        if (at + 1 >= to) {
            return ended || to - from > maxMessageBytes ? Kind.LINE : Kind.UNDECIDED;
        }
        messageOffset = at + 1;
        messageLength = length;
        return afterCounted || buffer[messageOffset] == '<' ? Kind.COUNTED : Kind.LINE;
    }

    private void readCounted(byte[] buffer, int from, int to, boolean ended, Frames frames) {
        packed.clear();
        int records = 0;
        int at = from;
        while (skipBytes == 0 && at < to && kindAt(buffer, at, to, ended) == Kind.COUNTED) {
            int available = to - messageOffset;
            int kept = Math.min(messageLength, maxMessageBytes);
            if (available < kept && !ended) {
                break;
            }
            afterCounted = true;
            records += pack(buffer, messageOffset, messageOffset + Math.min(kept, available));
            int present = Math.min(messageLength, available);
            if (messageLength > kept) {
                frames.cut();
                frames.skipped(Math.max(0, present - kept));
                skipBytes = messageLength - present;
            }
            at = messageOffset + present;
        }
        if (records > 0) {
            frames.found(Framing.LENGTH_PREFIXED, packed.array(), 0, packed.length(), records);
        }
        frames.consumed((at == from ? frameOffset : at) - from);
    }

    /** Bytes behind a counted frame that its sender did not count: CR, LF and NUL. */
    private static int trailers(byte[] buffer, int from, int to) {
        int at = from;
        while (at < to && (buffer[at] == '\n' || buffer[at] == '\r' || buffer[at] == 0)) {
            at++;
        }
        return at - from;
    }

    /** Bytes up to behind the last LF: they belong to no record, however the bytes behind them are read. */
    private static int blankLines(byte[] buffer, int from, int to) {
        int end = to;
        while (end > from && buffer[end - 1] != '\n') {
            end--;
        }
        return end - from;
    }

    /** Packs a message without its trailers, as LF and NUL that senders count in; returns how many records that made. */
    private int pack(byte[] buffer, int from, int messageEnd) {
        int end = messageEnd;
        while (end > from && (buffer[end - 1] == '\n' || buffer[end - 1] == '\r' || buffer[end - 1] == 0)) {
            end--;
        }
        if (LineFeeds.isBlank(buffer, from, end)) {
            return 0;
        }
        int length = end - from;
        packed.add(length >>> 24)
                .add(length >>> 16)
                .add(length >>> 8)
                .add(length)
                .add(buffer, from, length);
        return 1;
    }
}
