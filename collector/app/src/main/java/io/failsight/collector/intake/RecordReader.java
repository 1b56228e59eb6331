package io.failsight.collector.intake;

/**
 * Walks over the records of a payload by its {@link Framing}, as {@link BatchHeader#recordCount} counted them: blank lines
 * ({@link LineFeeds#isBlank(byte[], int, int)}) of {@link Framing#LINES} are passed over. A length that exceeds the payload gives what
 * is left as the last record; nothing throws for what the bytes say. Reused; not thread-safe.
 *
 * <pre>{@code
 * records.reset(header.framing(), bytes, offset, length);
 * while (records.next()) { use(bytes, records.offset(), records.length()); }
 * }</pre>
 */
public final class RecordReader {
    private static final int PREFIX_BYTES = 4;

    private Framing framing = Framing.WHOLE;
    private byte[] bytes = {};
    private int at;
    private int end;
    private int recordOffset;
    private int recordLength;

    /** Starts over with another payload. */
    public void reset(Framing newFraming, byte[] newBytes, int offset, int length) {
        framing = newFraming;
        bytes = newBytes;
        at = offset;
        end = offset + length;
    }

    /** Moves to the next record; false when there is none. */
    public boolean next() {
        return switch (framing) {
            case LINES -> nextLine();
            case LENGTH_PREFIXED -> nextPrefixed();
            case WHOLE -> nextWhole();
        };
    }

    /** Where the record's first byte lies: its identity. */
    public int offset() {
        return recordOffset;
    }

    /** Bytes of the record, without the LF or the length before it. */
    public int length() {
        return recordLength;
    }

    private boolean nextLine() {
        while (at < end) {
            int start = at;
            int feed = LineFeeds.next(bytes, start, end);
            int stop = feed < 0 ? end : feed;
            at = stop + 1;
            if (stop > start && (bytes[start] > ' ' || !LineFeeds.isBlank(bytes, start, stop))) {
                recordOffset = start;
                recordLength = stop - start;
                return true;
            }
        }
        return false;
    }

    private boolean nextPrefixed() {
        if (at + PREFIX_BYTES > end) {
            return false;
        }
        long length = (bytes[at] & 0xFFL) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | bytes[at + 3] & 0xFF;
        recordOffset = at + PREFIX_BYTES;
        recordLength = (int) Math.min(length, end - recordOffset);
        at = recordOffset + recordLength;
        return true;
    }

    private boolean nextWhole() {
        if (at >= end) {
            return false;
        }
        recordOffset = at;
        recordLength = end - at;
        at = end;
        return true;
    }
}
