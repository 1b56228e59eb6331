package io.failsight.collector.decode.syslog;

import io.failsight.collector.decode.time.Digits;
import io.failsight.collector.decode.time.IsoTime;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;

/** Reads what follows the PRI of an RFC 5424 §6 message. Not thread-safe. */
final class Rfc5424 {
    /** What became of a message. */
    enum Result {
        /** It is not of this format. */
        OTHER_FORMAT,
        /** Every part is in a field. */
        WHOLE,
        /** It is of this format, and a part of it is in no field. */
        PARTLY,
        /** The header is, the structured data is not; it went to the body. */
        BAD_STRUCTURED_DATA
    }

    private static final byte[] PROC_ID = "proc_id".getBytes(StandardCharsets.US_ASCII);

    private final IsoTime time;

    Rfc5424(IsoTime time) {
        this.time = time;
    }

    /** Reads from the version on, which starts at {@code at}. */
    Result parse(byte[] bytes, int at, int end, Entry entry) {
        if (at + 4 > end || bytes[at] != '1' || bytes[at + 1] != ' ') {
            return Result.OTHER_FORMAT;
        }
        int i = at + 2;
        boolean whole = true;
        if (bytes[i] == '-' && bytes[i + 1] == ' ') {
            i++;
        } else if (time.parse(bytes, i, end) && (time.next() == end || bytes[time.next()] == ' ')) {
            entry.time(time.epochNanos(), time.isZoned() ? TimeSource.PARSED : TimeSource.ZONE_ASSUMED);
            whole = time.isExact();
            i = time.next();
        } else {
            return Result.OTHER_FORMAT;
        }
        i = word(EntryField.HOST, bytes, i, end, entry);
        i = word(EntryField.PROGRAM, bytes, i, end, entry);
        i = processId(bytes, i, end, entry);
        i = word(EntryField.MSG_ID, bytes, i, end, entry);
        return message(bytes, i + 1, end, entry, whole);
    }

    private static Result message(byte[] bytes, int at, int end, Entry entry, boolean headerWhole) {
        Result result = headerWhole ? Result.WHOLE : Result.PARTLY;
        int i = at;
        if (i < end && bytes[i] == '-' && (i + 1 == end || bytes[i + 1] == ' ')) {
            i++;
        } else if (i < end) {
            int behind = bytes[i] == '[' ? StructuredData.parse(bytes, i, end, entry) : -1;
            if (behind < 0 || behind < end && bytes[behind] != ' ') {
                result = Result.BAD_STRUCTURED_DATA;
                i--;
            } else {
                i = behind;
            }
        }
        i = Math.min(i + 1, end); // the space before the message
        if (i + 3 <= end && bytes[i] == (byte) 0xEF && bytes[i + 1] == (byte) 0xBB && bytes[i + 2] == (byte) 0xBF) {
            i += 3;
        } else if (i + 1 < end && bytes[i] == ' ' && bytes[i + 1] != ' ') {
            i++; // rsyslog leaves RFC 3164's space behind the tag in messages that it passes on
        }
        entry.text(EntryField.BODY, bytes, i, end - i);
        return result;
    }

    /** Reads one word behind a space; "-" is none. Returns the index behind it. */
    private static int word(EntryField field, byte[] bytes, int space, int end, Entry entry) {
        int from = Math.min(space + 1, end);
        int to = wordEnd(bytes, from, end);
        if (to - from != 1 || bytes[from] != '-') {
            entry.text(field, bytes, from, to - from);
        }
        return to;
    }

    private static int processId(byte[] bytes, int space, int end, Entry entry) {
        int from = Math.min(space + 1, end);
        int to = wordEnd(bytes, from, end);
        long number = Digits.number(bytes, from, to);
        if (number >= 0) {
            entry.number(EntryField.PID, number);
        } else if (to > from && (to - from != 1 || bytes[from] != '-')) {
            entry.attribute(PROC_ID, 0, PROC_ID.length, bytes, from, to - from);
        }
        return to;
    }

    private static int wordEnd(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != ' ') {
            i++;
        }
        return i;
    }
}
