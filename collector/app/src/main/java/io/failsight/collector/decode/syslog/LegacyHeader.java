package io.failsight.collector.decode.syslog;

import io.failsight.collector.decode.time.Digits;
import io.failsight.collector.decode.time.IsoTime;
import io.failsight.collector.decode.time.MonthTime;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Numbering;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;

/**
 * Reads the time of a message in RFC 3164's manner and what may stand before it: Cisco's sequence number, its origin, and the mark of a
 * clock that was never set ({@code *}) or lost its source ({@code .}). Not thread-safe.
 */
final class LegacyHeader {
    private static final byte[] SEQUENCE = "sequence".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOCK = "clock".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNSET = "unset".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNSYNCHRONISED = "unsynchronised".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_SEQUENCE_DIGITS = 12;
    private static final int MAX_ORIGIN_BYTES = 255;

    private final IsoTime isoTime;
    private final MonthTime monthTime;
    private int next;
    private boolean timeUsed;

    LegacyHeader(IsoTime isoTime, MonthTime monthTime) {
        this.isoTime = isoTime;
        this.monthTime = monthTime;
    }

    /** Whether a time stands at {@code at}, with what may stand before it; sets time, sequence and origin. */
    boolean parse(byte[] bytes, int at, int end, long receivedNanos, Entry entry) {
        timeUsed = true;
        if (time(bytes, at, end, false, receivedNanos, entry)) {
            return true;
        }
        int sequenceEnd = Digits.end(bytes, at, Math.min(end, at + MAX_SEQUENCE_DIGITS));
        int origin = at;
        if (sequenceEnd > at && sequenceEnd < end && bytes[sequenceEnd] == ':') {
            origin = Legacy.skipSpaces(bytes, sequenceEnd + 1, end);
            if (time(bytes, origin, end, true, receivedNanos, entry)) {
                number(bytes, at, sequenceEnd, entry);
                return true;
            }
        }
        int originEnd = originEnd(bytes, origin, end);
        if (originEnd < 0
                || !time(bytes, Legacy.skipSpaces(bytes, originEnd + 1, end), end, true, receivedNanos, entry)) {
            return false;
        }
        entry.text(EntryField.HOST, bytes, origin, originEnd - origin);
        if (origin > at) {
            number(bytes, at, sequenceEnd, entry);
        }
        return true;
    }

    private static void number(byte[] bytes, int from, int to, Entry entry) {
        entry.attribute(SEQUENCE, 0, SEQUENCE.length, bytes, from, to - from);
        entry.numbered(Numbering.DEVICE, Digits.number(bytes, from, to));
    }

    /** Index behind the time. */
    int next() {
        return next;
    }

    /** Whether the time that was written is the entry's time. */
    boolean isTimeUsed() {
        return timeUsed;
    }

    private boolean time(byte[] bytes, int at, int end, boolean cisco, long receivedNanos, Entry entry) {
        if (at >= end) {
            return false;
        }
        boolean unset = bytes[at] == '*';
        boolean marked = unset || bytes[at] == '.';
        int from = marked ? at + 1 : at;
        TimeSource how;
        long epochNanos;
        if (from < end && Digits.isDigit(bytes[from]) && isoTime.parse(bytes, from, end)) {
            next = isoTime.next();
            how = isoTime.isZoned() ? TimeSource.PARSED : TimeSource.ZONE_ASSUMED;
            epochNanos = isoTime.epochNanos();
            timeUsed = isoTime.isExact();
        } else if (monthTime.parse(bytes, from, end, receivedNanos)) {
            next = monthTime.next();
            how = monthTime.isComplete() ? TimeSource.PARSED : TimeSource.ZONE_ASSUMED;
            epochNanos = monthTime.epochNanos();
        } else {
            return false;
        }
        if (!endsHere(bytes, end)) {
            return false;
        }
        if (marked || cisco) {
            next = zoneNameEnd(bytes, next, end);
        }
        if (marked) {
            byte[] state = unset ? UNSET : UNSYNCHRONISED;
            entry.attribute(CLOCK, 0, CLOCK.length, state, 0, state.length);
        }
        if (unset) {
            timeUsed = false;
        } else {
            entry.time(epochNanos, how);
        }
        return true;
    }

    private boolean endsHere(byte[] bytes, int end) {
        return next == end || bytes[next] == ' ' || bytes[next] == ':' || bytes[next] == '\t';
    }

    /** Behind a zone's name as Cisco writes it, {@code " CET:"}; its offset is not known, so the configured one holds. */
    private static int zoneNameEnd(byte[] bytes, int at, int end) {
        int i = at + 1;
        while (i < end && bytes[i] >= 'A' && bytes[i] <= 'Z') {
            i++;
        }
        boolean name = at < end && bytes[at] == ' ' && i - at - 1 >= 2 && i - at - 1 <= 5;
        return name && i < end && bytes[i] == ':' ? i : at;
    }

    /** Index of the colon behind an origin such as a host name or address, or -1. */
    private static int originEnd(byte[] bytes, int at, int end) {
        int stop = Math.min(end, at + MAX_ORIGIN_BYTES);
        for (int i = at; i + 1 < stop; i++) {
            if (bytes[i] <= ' ') {
                return -1;
            }
            if (bytes[i] == ':' && bytes[i + 1] == ' ') {
                return i > at ? i : -1;
            }
        }
        return -1;
    }
}
