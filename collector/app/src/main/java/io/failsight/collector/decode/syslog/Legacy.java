package io.failsight.collector.decode.syslog;

import io.failsight.collector.decode.time.Digits;
import io.failsight.collector.decode.time.MonthTime;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;

/**
 * Reads what follows the time of a message in RFC 3164's manner: host, tag with process id, message; each of them may be missing. A
 * word is taken for a host when a tag follows or when it looks like a name of a machine, so that the first word of a plain
 * message is not. Not thread-safe.
 */
final class Legacy {
    private static final byte[] PROC_ID = "proc_id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SNARE = "MSWinEventLog\t".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SNARE_LOG = "windows_log".getBytes(StandardCharsets.US_ASCII);
    /** Tab-separated parts of Snare behind its name: criticality, log, counter, time, event id. */
    private static final int SNARE_LOG_PART = 1;

    private static final int SNARE_TIME_PART = 3;
    private static final int SNARE_EVENT_PART = 4;
    private static final int MAX_TAG_BYTES = 128;

    private final MonthTime monthTime;
    private int tagEnd;

    Legacy(MonthTime monthTime) {
        this.monthTime = monthTime;
    }

    /** Reads host, tag and message; false when a part of the text is in no field. */
    boolean parse(byte[] bytes, int at, int end, long receivedNanos, Entry entry) {
        int i = at;
        if (i < end && bytes[i] == ':') { // Cisco ends its time with a colon and names no host
            return text(bytes, skipSpaces(bytes, i + 1, end), end, entry);
        }
        i = skipSpaces(bytes, i, end);
        int wordEnd = wordEnd(bytes, i, end);
        if (!looksLikeHost(bytes, i, wordEnd)) {
            return text(bytes, i, end, entry);
        }
        int after = wordEnd == end ? end : wordEnd + 1;
        if (startsWith(SNARE, bytes, after, end)) {
            entry.text(EntryField.HOST, bytes, i, wordEnd - i);
            snare(bytes, after, end, receivedNanos, entry);
            return false;
        }
        after = skipSpaces(bytes, wordEnd, end);
        if (after + 1 < end && bytes[after] == ':' && bytes[after + 1] == ' ') { // "host : %ASA-6-..."
            after = skipSpaces(bytes, after + 1, end);
        }
        boolean tagFollows = after < end && (bytes[after] == '%' || tag(bytes, after, end) >= 0);
        if (!tagFollows && after < end && !isMachineName(bytes, i, wordEnd)) {
            return text(bytes, i, end, entry);
        }
        entry.text(EntryField.HOST, bytes, i, wordEnd - i);
        return text(bytes, after, end, entry);
    }

    /** Reads a message without time and host: a tag, if it is there, and the rest. */
    boolean text(byte[] bytes, int at, int end, Entry entry) {
        int i = at;
        if (i + 3 <= end && bytes[i] == (byte) 0xEF && bytes[i + 1] == (byte) 0xBB && bytes[i + 2] == (byte) 0xBF) {
            i += 3;
        }
        if (i < end && bytes[i] == '%') {
            eventOf(bytes, i, end, entry);
        } else {
            int nameEnd = tag(bytes, i, end);
            if (nameEnd >= 0) {
                setTag(bytes, i, nameEnd, entry);
                i = skipSpaces(bytes, tagEnd, end);
            }
        }
        entry.text(EntryField.BODY, bytes, i, end - i);
        return true;
    }

    /** Whether the line is Snare's without a syslog header; reads it if so. */
    boolean snareLine(byte[] bytes, int at, int end, long receivedNanos, Entry entry) {
        int wordEnd = wordEnd(bytes, at, end);
        if (wordEnd >= end || bytes[wordEnd] != '\t' || !startsWith(SNARE, bytes, wordEnd + 1, end)) {
            return false;
        }
        entry.text(EntryField.HOST, bytes, at, wordEnd - at);
        snare(bytes, wordEnd + 1, end, receivedNanos, entry);
        return true;
    }

    /** The message is everything behind the program's name; its first parts are fields as well. */
    private void snare(byte[] bytes, int at, int end, long receivedNanos, Entry entry) {
        entry.text(EntryField.PROGRAM, bytes, at, SNARE.length - 1);
        int from = at + SNARE.length;
        entry.text(EntryField.BODY, bytes, from, end - from);
        for (int part = 0; part <= SNARE_EVENT_PART && from < end; part++) {
            int to = from;
            while (to < end && bytes[to] != '\t') {
                to++;
            }
            if (part == SNARE_LOG_PART) {
                entry.attribute(SNARE_LOG, 0, SNARE_LOG.length, bytes, from, to - from);
            } else if (part == SNARE_TIME_PART
                    && !entry.has(EntryField.TIME)
                    && monthTime.parse(bytes, from, to, receivedNanos)) {
                entry.time(
                        monthTime.epochNanos(), monthTime.isComplete() ? TimeSource.PARSED : TimeSource.ZONE_ASSUMED);
            } else if (part == SNARE_EVENT_PART) {
                entry.text(EntryField.EVENT_ID, bytes, from, to - from);
            }
            from = to + 1;
        }
    }

    /** Cisco's {@code %FACILITY-SEVERITY-MNEMONIC:} is the name of the event; it stays in the message too. */
    private static void eventOf(byte[] bytes, int at, int end, Entry entry) {
        int i = at + 1;
        int dashes = 0;
        while (i < end && i < at + MAX_TAG_BYTES && bytes[i] > ' ' && bytes[i] != ':') {
            dashes += bytes[i] == '-' ? 1 : 0;
            i++;
        }
        if (i < end && bytes[i] == ':' && dashes >= 2) {
            entry.text(EntryField.EVENT_ID, bytes, at + 1, i - at - 1);
        }
    }

    /** Where the name of a tag ends that starts at {@code at}, or -1 when none does; sets {@link #tagEnd} behind it. */
    private int tag(byte[] bytes, int at, int end) {
        int stop = Math.min(end, at + MAX_TAG_BYTES);
        int i = at;
        while (i < stop && bytes[i] > ' ' && bytes[i] != '[' && bytes[i] != ':') {
            i++;
        }
        if (i == at || i >= stop) {
            return -1;
        }
        if (bytes[i] == ':') {
            tagEnd = i + 1;
            return i + 1 == end || bytes[i + 1] == ' ' || bytes[i + 1] == '\t' ? i : -1;
        }
        if (bytes[i] != '[') {
            return -1;
        }
        int close = i + 1;
        while (close < stop && bytes[close] > ' ' && bytes[close] != ']') {
            close++;
        }
        if (close >= stop || bytes[close] != ']' || close == i + 1) {
            return -1;
        }
        tagEnd = close + 1 < end && bytes[close + 1] == ':' ? close + 2 : close + 1;
        return tagEnd == end || bytes[tagEnd] == ' ' || bytes[tagEnd - 1] == ':' ? i : -1;
    }

    private void setTag(byte[] bytes, int at, int nameEnd, Entry entry) {
        entry.text(EntryField.PROGRAM, bytes, at, nameEnd - at);
        if (bytes[nameEnd] != '[') {
            return;
        }
        int from = nameEnd + 1;
        int to = bytes[tagEnd - 1] == ':' ? tagEnd - 2 : tagEnd - 1;
        long number = Digits.number(bytes, from, to);
        if (number >= 0) {
            entry.number(EntryField.PID, number);
        } else {
            entry.attribute(PROC_ID, 0, PROC_ID.length, bytes, from, to - from);
        }
    }

    private static boolean looksLikeHost(byte[] bytes, int from, int to) {
        if (to <= from || to - from > 255 || bytes[to - 1] == ':') {
            return false;
        }
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            boolean allowed = b >= '0' && b <= '9'
                    || b >= 'a' && b <= 'z'
                    || b >= 'A' && b <= 'Z'
                    || b == '.'
                    || b == '-'
                    || b == '_'
                    || b == ':';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    /** Whether a word has what names of machines have and words of a sentence have not: a digit, or a dot or dash inside. */
    private static boolean isMachineName(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (Digits.isDigit(b) || i > from && i < to - 1 && (b == '.' || b == '-' || b == '_')) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] prefix, byte[] bytes, int at, int end) {
        if (end - at < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static int wordEnd(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && bytes[i] != ' ' && bytes[i] != '\t') {
            i++;
        }
        return i;
    }

    static int skipSpaces(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && bytes[i] == ' ') {
            i++;
        }
        return i;
    }
}
