package io.failsight.collector.decode.json;

import io.failsight.collector.decode.time.Digits;
import io.failsight.collector.decode.time.IsoTime;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Numbering;
import io.failsight.model.Severity;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;

/**
 * Puts values into the fields their names mean. What does not fit a field, or comes second to it, is left to become an attribute, so
 * that nothing is lost. Not thread-safe.
 */
final class JsonValues {
    /** Below this a number is a time in seconds (until the year 5138); below a thousand times this milliseconds, and so on. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LAST_SECOND = Long.MAX_VALUE / NANOS_PER_SECOND - 1;
    private static final int LAST_SYSLOG_SEVERITY = 7;
    private static final int HEX_TRACE_ID = 32;
    private static final int HEX_SPAN_ID = 16;

    private final IsoTime isoTime;
    private long levelValue;

    JsonValues(IsoTime isoTime) {
        this.isoTime = isoTime;
    }

    /** Starts a record. */
    void clear() {
        levelValue = -1;
    }

    /** Ends a record: what stands in for what was missing. */
    void finish(Entry entry) {
        if (levelValue >= 0 && !entry.has(EntryField.SEVERITY)) {
            entry.number(EntryField.SEVERITY, ofLogback(levelValue).number());
        }
    }

    /** Whether the value went to its field; if not it is an attribute. */
    boolean set(JsonName name, Entry entry, byte[] bytes, int offset, int length, boolean quoted) {
        return switch (name.meaning()) {
            case TEXT -> text(name.field(), entry, bytes, offset, length);
            case NUMBER -> number(name.field(), entry, bytes, offset, length);
            case HEX_ID -> hexId(name.field(), entry, bytes, offset, length);
            case TIME -> time(entry, bytes, offset, length, quoted);
            case LEVEL -> level(entry, bytes, offset, length);
            case LEVEL_VALUE -> {
                levelValue = Digits.number(bytes, offset, offset + length);
                yield levelValue >= 0;
            }
            case SEVERITY_NUMBER -> {
                long number = Digits.number(bytes, offset, offset + length);
                yield number > 0
                        && number <= Severity.MAX_NUMBER
                        && number(EntryField.SEVERITY, entry, bytes, offset, length);
            }
            case VERSION -> length == 1 && bytes[offset] == '1';
            case RECORD_NUMBER -> {
                long number = Digits.number(bytes, offset, offset + length);
                if (number >= 0) {
                    entry.numbered(Numbering.WINDOWS, number);
                }
                yield false;
            }
            case CHANNEL -> {
                entry.series(bytes, offset, length);
                yield false;
            }
        };
    }

    private static boolean text(EntryField field, Entry entry, byte[] bytes, int offset, int length) {
        if (entry.has(field)) {
            return false;
        }
        int end = offset + length;
        while (end > offset && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        entry.text(field, bytes, offset, end - offset);
        return true;
    }

    private static boolean number(EntryField field, Entry entry, byte[] bytes, int offset, int length) {
        long number = Digits.number(bytes, offset, offset + length);
        if (number < 0 || entry.has(field)) {
            return false;
        }
        entry.number(field, number);
        return true;
    }

    private static boolean hexId(EntryField field, Entry entry, byte[] bytes, int offset, int length) {
        boolean fits = length == HEX_SPAN_ID || length == HEX_TRACE_ID && field == EntryField.TRACE_ID;
        if (!fits || entry.has(field)) {
            return length == 0;
        }
        for (int i = offset; i < offset + length; i++) {
            if (Character.digit(bytes[i], 16) < 0) {
                return false;
            }
        }
        entry.text(field, bytes, offset, length);
        return true;
    }

    private static boolean level(Entry entry, byte[] bytes, int offset, int length) {
        if (entry.has(EntryField.SEVERITY_TEXT)) {
            return false;
        }
        long number = Digits.number(bytes, offset, offset + length);
        if (number < 0) {
            Severity severity = Severity.ofName(bytes, offset, length);
            if (severity != Severity.UNKNOWN) {
                entry.number(EntryField.SEVERITY, severity.number());
            }
        } else if (number <= LAST_SYSLOG_SEVERITY) {
            entry.number(EntryField.SEVERITY, Severity.numberOfSyslog((int) number));
        } else {
            entry.number(EntryField.SEVERITY, ofPinoOrLogback(number).number());
        }
        entry.text(EntryField.SEVERITY_TEXT, bytes, offset, length);
        return true;
    }

    /** Pino and bunyan count 10 (trace) to 60 (fatal). */
    private static Severity ofPinoOrLogback(long number) {
        if (number > 100) {
            return ofLogback(number);
        }
        return Severity.ofNumber(Math.min(number / 10 * 4 - 3, Severity.FATAL.number()));
    }

    /** Logback's levels: 5,000 trace, 10,000 debug, 20,000 info, 30,000 warn, 40,000 error. */
    private static Severity ofLogback(long number) {
        if (number >= 40_000) {
            return Severity.ERROR;
        }
        if (number >= 30_000) {
            return Severity.WARN;
        }
        if (number >= 20_000) {
            return Severity.INFO;
        }
        return number >= 10_000 ? Severity.DEBUG : Severity.TRACE;
    }

    private boolean time(Entry entry, byte[] bytes, int offset, int length, boolean quoted) {
        if (entry.has(EntryField.TIME)) {
            return false;
        }
        int end = offset + length;
        if (quoted && isoTime.parse(bytes, offset, end) && isoTime.next() == end) {
            entry.time(isoTime.epochNanos(), isoTime.isZoned() ? TimeSource.PARSED : TimeSource.ZONE_ASSUMED);
            return isoTime.isExact();
        }
        return epoch(entry, bytes, offset, end);
    }

    /** A time as a number; its unit is told by its size, as only one of them is near our days. */
    private static boolean epoch(Entry entry, byte[] bytes, int offset, int end) {
        int wholeEnd = Digits.end(bytes, offset, end);
        long whole = Digits.number(bytes, offset, wholeEnd);
        long fraction = 0;
        if (wholeEnd < end) {
            boolean plain = bytes[wholeEnd] == '.' && Digits.end(bytes, wholeEnd + 1, end) == end;
            if (!plain) {
                return exponent(entry, bytes, offset, end);
            }
            fraction = Digits.nanos(bytes, wholeEnd + 1, end);
        }
        if (whole <= 0) {
            return false;
        }
        long unit = NANOS_PER_SECOND;
        for (long limit = FIRST_MILLIS; whole >= limit && unit > 1; limit *= 1_000) {
            unit /= 1_000;
        }
        if (whole > Long.MAX_VALUE / unit - 1) {
            return false;
        }
        entry.time(whole * unit + fraction * unit / NANOS_PER_SECOND, TimeSource.PARSED);
        return true;
    }

    /** Seconds with an exponent, such as 1.5478830447E9: rare, so it may allocate. */
    private static boolean exponent(Entry entry, byte[] bytes, int offset, int end) {
        try {
            double seconds = Double.parseDouble(new String(bytes, offset, end - offset, StandardCharsets.ISO_8859_1));
            if (seconds > 0 && seconds < FIRST_MILLIS && seconds < LAST_SECOND) {
                entry.time(Math.round(seconds * 1e6) * 1_000, TimeSource.PARSED);
                return true;
            }
        } catch (NumberFormatException e) {
            return false; // a word, not a time
        }
        return false;
    }
}
