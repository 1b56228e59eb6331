package io.failsight.collector.decode.journald;

import io.failsight.collector.decode.syslog.Priority;
import io.failsight.collector.decode.time.Digits;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Numbering;
import io.failsight.model.Severity;
import io.failsight.model.TimeSource;

/** Puts the values of journald fields into the fields of an entry. Reused; not thread-safe. */
final class JournaldValues {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MAX_MICROS = Long.MAX_VALUE / NANOS_PER_MICRO;

    private static final int MAX_HEX_DIGITS = 15;

    private Entry entry = new Entry();
    private long sourceMicros;
    private long journalMicros;
    private boolean hasIdentifier;
    private boolean hasOwnPid;
    private int unitRank;

    void reset(Entry newEntry) {
        entry = newEntry;
        sourceMicros = 0;
        journalMicros = 0;
        hasIdentifier = false;
        hasOwnPid = false;
        unitRank = 0;
    }

    /** Sets the field; false when the value is none of that field's, so that it becomes an attribute. */
    boolean set(JournaldField field, byte[] bytes, int offset, int length) {
        long number;
        return switch (field) {
            case MESSAGE -> first(EntryField.BODY, bytes, offset, length);
            case HOST -> first(EntryField.HOST, bytes, offset, length);
            case MESSAGE_ID -> first(EntryField.EVENT_ID, bytes, offset, length);
            case CONTAINER -> first(EntryField.CONTAINER, bytes, offset, length);
            case PRIORITY -> {
                number = Digits.number(bytes, offset, offset + length);
                boolean isSeverity = number >= 0 && number <= 7;
                if (isSeverity) {
                    entry.number(EntryField.SEVERITY, Severity.numberOfSyslog((int) number));
                }
                yield isSeverity;
            }
            case FACILITY -> {
                number = Digits.number(bytes, offset, offset + length);
                byte[] name = number < 0 || number > 23 ? null : Priority.facilityName((int) number);
                if (name != null) {
                    entry.text(EntryField.FACILITY, name);
                }
                yield name != null;
            }
            case IDENTIFIER -> {
                hasIdentifier |= length > 0;
                entry.text(EntryField.PROGRAM, bytes, offset, length);
                yield true;
            }
            case COMMAND -> {
                if (!hasIdentifier) {
                    entry.text(EntryField.PROGRAM, bytes, offset, length);
                }
                yield true;
            }
            case PID -> pid(bytes, offset, length, true);
            case CLAIMED_PID -> pid(bytes, offset, length, false);
            case USER_UNIT -> unit(2, bytes, offset, length);
            case UNIT -> unit(1, bytes, offset, length);
            case SUBJECT_UNIT -> unit(4, bytes, offset, length);
            case SUBJECT_USER_UNIT -> unit(3, bytes, offset, length);
            case TIME -> {
                journalMicros = micros(bytes, offset, length);
                yield true;
            }
            case SOURCE_TIME -> {
                sourceMicros = micros(bytes, offset, length);
                yield true;
            }
            case CURSOR -> {
                number(bytes, offset, offset + length);
                yield true;
            }
            case DROPPED -> true;
            case USEFUL, OTHER -> false;
        };
    }

    /** The sender's own time counts more than the journal's, which is when the entry reached it. */
    void finish() {
        long micros = sourceMicros > 0 ? sourceMicros : journalMicros;
        if (micros > 0) {
            entry.time(micros * NANOS_PER_MICRO, TimeSource.PARSED);
        }
    }

    private boolean first(EntryField field, byte[] bytes, int offset, int length) {
        if (entry.has(field)) {
            return false;
        }
        entry.text(field, bytes, offset, length);
        return true;
    }

    private boolean pid(byte[] bytes, int offset, int length, boolean isOwn) {
        long number = Digits.number(bytes, offset, offset + length);
        if (number >= 0 && (isOwn || !hasOwnPid)) {
            entry.number(EntryField.PID, number);
            hasOwnPid |= isOwn;
        }
        return number >= 0;
    }

    private boolean unit(int rank, byte[] bytes, int offset, int length) {
        if (rank > unitRank) {
            unitRank = rank;
            entry.text(EntryField.UNIT, bytes, offset, length);
        }
        return true;
    }

    /** A cursor is {@code s=series;i=number;b=...} with hexadecimal numbers (sd_journal_get_cursor(3) of systemd 252). */
    private void number(byte[] bytes, int from, int end) {
        int series = from + 2;
        int i = series;
        while (i < end && bytes[i] != ';') {
            i++;
        }
        int digits = i + 3;
        if (digits >= end || bytes[from] != 's' || bytes[i + 1] != 'i' || bytes[i + 2] != '=') {
            return;
        }
        long number = 0;
        int at = digits;
        while (at < end && at - digits < MAX_HEX_DIGITS && Character.digit(bytes[at], 16) >= 0) {
            number = number << 4 | Character.digit(bytes[at], 16);
            at++;
        }
        if (at > digits && (at == end || bytes[at] == ';')) {
            entry.numbered(Numbering.JOURNALD, number);
            entry.series(bytes, series, i - series);
        }
    }

    private static long micros(byte[] bytes, int offset, int length) {
        long micros = Digits.number(bytes, offset, offset + length);
        return micros > MAX_MICROS ? 0 : micros;
    }
}
