package io.failsight.collector.receive.journald;

import io.failsight.collector.intake.LineFeeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines that journalctl has written and nobody has taken yet: whole ones can be handed over, the rest waits for its end. Used by one
 * thread.
 */
final class EntryLines {
    private static final byte[] KEY = "\"__CURSOR\"".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_BYTES = 64 << 10;

    private final int maxEntryBytes;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private int wholeLength;
    private int count;
    private boolean isSkipping;
    private long tooLong;

    EntryLines(int maxEntryBytes) {
        this.maxEntryBytes = maxEntryBytes;
    }

    /** Forgets everything: another journalctl writes. */
    void reset() {
        length = 0;
        wholeLength = 0;
        count = 0;
        isSkipping = false;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the next bytes are to be written. */
    int length() {
        return length;
    }

    /** Room for the next bytes, at least 1. */
    int room() {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        return bytes.length - length;
    }

    /** Takes note of bytes that were written behind the others. */
    void added(int added) {
        int from = length;
        length += added;
        if (isSkipping) {
            skip(from);
            from = wholeLength;
        }
        int feed = LineFeeds.next(bytes, from, length);
        while (feed >= 0) {
            if (feed - wholeLength > maxEntryBytes) {
                drop(feed + 1);
            } else {
                count += LineFeeds.isBlank(bytes, wholeLength, feed) ? 0 : 1;
                wholeLength = feed + 1;
            }
            feed = LineFeeds.next(bytes, wholeLength, length);
        }
        if (length - wholeLength > maxEntryBytes) {
            isSkipping = true;
            tooLong++;
            length = wholeLength;
        }
    }

    /** Drops an entry that is too long and came with its end. */
    private void drop(int behind) {
        System.arraycopy(bytes, behind, bytes, wholeLength, length - behind);
        length -= behind - wholeLength;
        tooLong++;
    }

    /** Drops bytes up to the end of an entry that is too long. */
    private void skip(int from) {
        int feed = LineFeeds.next(bytes, from, length);
        int behind = feed < 0 ? length : feed + 1;
        System.arraycopy(bytes, behind, bytes, from, length - behind);
        length -= behind - from;
        isSkipping = feed < 0;
    }

    /** Bytes of whole lines. */
    int wholeLength() {
        return wholeLength;
    }

    /** Entries in the whole lines. */
    int count() {
        return count;
    }

    /** Entries left out because they were too long. */
    long tooLong() {
        return tooLong;
    }

    /** The cursor of the last whole line that has one; empty when none has. */
    String lastCursor() {
        int end = wholeLength;
        while (end > 0) {
            int start = end - 1;
            while (start > 0 && bytes[start - 1] != '\n') {
                start--;
            }
            String cursor = cursor(start, end);
            if (!cursor.isEmpty()) {
                return cursor;
            }
            end = start;
        }
        return "";
    }

    /** A quote behind a bracket or comma opens a name: within a string it would stand behind a backslash. */
    private String cursor(int from, int to) {
        for (int at = from + 1; at + KEY.length < to; at++) {
            boolean opens = bytes[at] == '"' && (bytes[at - 1] == '{' || bytes[at - 1] == ',' || bytes[at - 1] == ' ');
            if (opens && Arrays.equals(bytes, at, at + KEY.length, KEY, 0, KEY.length)) {
                int open = quote(at + KEY.length, to);
                int close = open < 0 ? -1 : quote(open + 1, to);
                return close < 0 ? "" : new String(bytes, open + 1, close - open - 1, StandardCharsets.US_ASCII);
            }
        }
        return "";
    }

    private int quote(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                return i;
            }
        }
        return -1;
    }

    /** Forgets the whole lines. */
    void taken() {
        System.arraycopy(bytes, wholeLength, bytes, 0, length - wholeLength);
        length -= wholeLength;
        wholeLength = 0;
        count = 0;
    }
}
