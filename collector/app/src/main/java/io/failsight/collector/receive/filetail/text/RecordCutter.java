package io.failsight.collector.receive.filetail.text;

import io.failsight.collector.intake.LineFeeds;
import io.failsight.model.Bytes;

/**
 * Cuts a piece of a file into records and writes them as a length-prefixed UTF-8 payload. The piece starts where a record starts (or
 * within a line that was cut); what is not consumed is given again, with more behind it. The same bytes give the same records however
 * they are split into pieces, as long as no record is closed for quiet. Reused; not thread-safe.
 */
public final class RecordCutter {
    private static final int PREFIX_BYTES = 4;

    private final RecordStart start;
    private final int maxLineBytes;
    private final int maxRecordBytes;
    private final int maxRecordLines;
    private final Bytes payload = new Bytes(64 << 10);
    private final Bytes line = new Bytes(4_096);
    private int records;
    private int consumed;
    private boolean skipping;
    private int cutLines;
    private int recordLines;
    private int prefixAt;

    /** What becomes of the last record of a piece, behind which nothing begins another. */
    public enum Closing {
        /** It may go on: not consumed. */
        OPEN,
        /** The writer is quiet: whole lines are a record, a line without end is not consumed. */
        QUIET,
        /** The file is over: all is consumed. */
        END
    }

    /**
     * @param start which lines begin records
     * @param maxLineBytes longest line kept whole, in bytes of the file; of longer ones the beginning is kept
     * @param maxRecordBytes a record of several lines ends before the line that would make it longer
     * @param maxRecordLines a record ends behind that many lines
     */
    public RecordCutter(RecordStart start, int maxLineBytes, int maxRecordBytes, int maxRecordLines) {
        this.start = start;
        this.maxLineBytes = maxLineBytes;
        this.maxRecordBytes = maxRecordBytes;
        this.maxRecordLines = maxRecordLines;
    }

    /** Bytes of a piece that always suffice to consume something, when the file has as many. */
    public static int pieceBytes(int maxLineBytes, int maxRecordBytes) {
        return 2 * maxRecordBytes + maxLineBytes + 64;
    }

    /**
     * Cuts a piece.
     *
     * @param file absolute path, for {@link RecordStart}
     * @param encoding how the bytes are to be read
     * @param bytes array whose first {@code length} bytes are the piece
     * @param atFileStart whether the piece is the beginning of the file, where a byte order mark may stand
     * @param withinCutLine whether the piece starts within a line whose beginning was kept before
     * @param closing what becomes of the last record
     */
    public void cut(
            String file,
            TextEncoding encoding,
            byte[] bytes,
            int length,
            boolean atFileStart,
            boolean withinCutLine,
            Closing closing) {
        payload.clear();
        records = 0;
        cutLines = 0;
        recordLines = 0;
        skipping = withinCutLine;
        consumed = atFileStart ? encoding.markLength(bytes, length) : 0;
        if (skipping && !skipLine(encoding, bytes, length, closing)) {
            return;
        }
        int at = consumed;
        while (at < length && !skipping) {
            int next = takeLine(file, encoding, bytes, at, length, closing);
            if (next < 0) {
                break;
            }
            at = next;
        }
        if (recordLines > 0 && closing != Closing.OPEN) {
            closeRecord();
            consumed = at;
        }
        payload.truncate(recordLines > 0 ? prefixAt : payload.length());
    }

    private boolean skipLine(TextEncoding encoding, byte[] bytes, int length, Closing closing) {
        int feed = encoding.nextFeed(bytes, consumed, length);
        if (feed < 0) {
            consumed = closing == Closing.END ? length : length - length % encoding.unitBytes();
            return false;
        }
        consumed = feed + encoding.unitBytes();
        skipping = false;
        return true;
    }

    /** Takes the line at {@code at} and returns where the next one starts, or -1 when the line may go on. */
    private int takeLine(String file, TextEncoding encoding, byte[] bytes, int at, int length, Closing closing) {
        int from = at;
        while (encoding.unitBytes() == 1 && from < length && bytes[from] == 0) {
            from++; // the hole that a writer leaves when its file is emptied and it goes on at its old position
        }
        if (from > at) {
            if (recordLines > 0) {
                closeRecord();
            }
            consumed = from;
        }
        if (from == length && from > at) {
            return closing == Closing.END ? length : -1;
        }
        int feed = encoding.nextFeed(bytes, from, length);
        int end = feed < 0 ? length : feed;
        boolean isTooLong = end - from > maxLineBytes;
        if (feed < 0 && !isTooLong && closing != Closing.END) {
            return -1;
        }
        int kept = encoding.cut(bytes, from, end - from, maxLineBytes);
        line.clear();
        encoding.toUtf8(bytes, from, kept, line);
        if (line.length() > 0 && line.array()[line.length() - 1] == '\r') {
            line.truncate(line.length() - 1);
        }
        addLine(file, at);
        if (!isTooLong) {
            return feed < 0 ? length : feed + encoding.unitBytes();
        }
        cutLines++;
        closeRecord();
        if (feed < 0 && closing != Closing.END) {
            skipping = true;
            consumed = from + kept;
        } else {
            consumed = feed < 0 ? length : feed + encoding.unitBytes();
        }
        return consumed;
    }

    private void addLine(String file, int at) {
        boolean isFull = recordLines >= maxRecordLines
                || recordLines > 0 && payload.length() - prefixAt - PREFIX_BYTES + line.length() + 1 > maxRecordBytes
                || recordLines > 0 && at - consumed > 2 * maxRecordBytes;
        if (recordLines > 0 && (isFull || start.begins(file, line.array(), 0, line.length()))) {
            closeRecord();
            consumed = at;
        }
        if (recordLines == 0) {
            prefixAt = payload.length();
            payload.add(0).add(0).add(0).add(0);
        } else if (payload.length() > prefixAt + PREFIX_BYTES) {
            payload.add('\n');
        }
        payload.add(line.array(), 0, line.length());
        recordLines++;
    }

    /** Ends the record: empty lines at its end are left out, and so is a record of nothing else. */
    private void closeRecord() {
        int begin = prefixAt + PREFIX_BYTES;
        int end = payload.length();
        while (end > begin && payload.array()[end - 1] == '\n') {
            end--;
        }
        recordLines = 0;
        if (LineFeeds.isBlank(payload.array(), begin, end)) {
            payload.truncate(prefixAt);
            return;
        }
        payload.truncate(end);
        int size = end - begin;
        byte[] array = payload.array();
        array[prefixAt] = (byte) (size >>> 24);
        array[prefixAt + 1] = (byte) (size >>> 16);
        array[prefixAt + 2] = (byte) (size >>> 8);
        array[prefixAt + 3] = (byte) size;
        records++;
    }

    /** The records, {@link io.failsight.collector.intake.Framing#LENGTH_PREFIXED}; lives until the next call. */
    public Bytes payload() {
        return payload;
    }

    /** Records in the payload. */
    public int records() {
        return records;
    }

    /** Bytes of the piece that are done with. */
    public int consumed() {
        return consumed;
    }

    /** Whether what follows the consumed bytes is the rest of a line whose beginning was kept. */
    public boolean isWithinCutLine() {
        return skipping;
    }

    /** Lines of which only the beginning was kept. */
    public int cutLines() {
        return cutLines;
    }
}
