package io.failsight.collector.pack.template;

import static io.failsight.collector.pack.template.Literals.isBlank;
import static io.failsight.collector.pack.template.Literals.isDigit;

import java.nio.charset.StandardCharsets;

/**
 * Named time formats of templates. Each reads as far as its format goes and says where it ends. Immutable and thread-safe.
 */
public enum TimeFormat {
    /**
     * {@code 2026-11-20T10:00:00}: date separated by {@code -}, {@code /} or {@code .}; then T or blanks; then optionally a fraction
     * after {@code .}, {@code ,} or {@code :} and a zone: Z, UTC, GMT, +01:00, +0100, also after a blank.
     */
    ISO {
        @Override
        int read(byte[] bytes, int at, int to, TimeFields out) {
            out.year = digits(bytes, at, to, 4);
            out.month = digits(bytes, at + 5, to, 2);
            out.day = digits(bytes, at + 8, to, 2);
            if (out.year < 0
                    || out.month < 0
                    || out.day < 0
                    || bytes[at + 4] != bytes[at + 7]
                    || !isSeparator(bytes[at + 4])) {
                return -1;
            }
            int next = at + 10;
            if (next < to && (bytes[next] == 'T' || bytes[next] == 't')) {
                next++;
            } else {
                int afterBlanks = Literals.skipBlanks(bytes, next, to);
                if (afterBlanks == next) {
                    return -1;
                }
                next = afterBlanks;
            }
            next = clock(bytes, next, to, out);
            return next < 0 ? -1 : zone(bytes, next, to, out);
        }
    },
    /** {@code Nov  9 10:00:00}, with an optional fraction, and optionally the year before or after the time. */
    SYSLOG {
        @Override
        int read(byte[] bytes, int at, int to, TimeFields out) {
            int next = monthAndDay(bytes, at, to, out);
            if (next < 0) {
                return -1;
            }
            int year = year(bytes, next, to);
            if (year > 0) {
                out.year = year;
                next += 5;
            }
            next = clock(bytes, next, to, out);
            if (next > 0 && year < 0 && next < to && bytes[next] == ' ' && year(bytes, next + 1, to) > 0) {
                out.year = year(bytes, next + 1, to);
                next += 5;
            }
            return next;
        }
    },
    /** {@code Sat Sep 16 19:04:05 2023}, as C's asctime writes it. */
    CTIME {
        @Override
        int read(byte[] bytes, int at, int to, TimeFields out) {
            if (at + 4 > to || bytes[at + 3] != ' ') {
                return -1;
            }
            int next = SYSLOG.read(bytes, at + 4, to, out);
            return out.year == TimeFields.ABSENT ? -1 : next;
        }
    },
    /** {@code 1120 10:00:00.123456}: month and day without year, as Kubernetes' klog writes them. */
    KLOG {
        @Override
        int read(byte[] bytes, int at, int to, TimeFields out) {
            out.month = digits(bytes, at, to, 2);
            out.day = digits(bytes, at + 2, to, 2);
            if (out.month < 0 || out.day < 0 || at + 4 >= to || bytes[at + 4] != ' ') {
                return -1;
            }
            return clock(bytes, at + 5, to, out);
        }
    },
    /** {@code 10:00:00.123}: the day is the one that brings it nearest to the time of receipt. */
    CLOCK {
        @Override
        int read(byte[] bytes, int at, int to, TimeFields out) {
            return clock(bytes, at, to, out);
        }
    },
    /** Seconds since the epoch with an optional fraction, or milliseconds where there are 13 digits. */
    EPOCH {
        @Override
        int read(byte[] bytes, int at, int to, TimeFields out) {
            int end = Literals.skipDigits(bytes, at, Math.min(to, at + 14));
            int count = end - at;
            if (count != 13 && (count < 9 || count > 11)) {
                return -1;
            }
            long value = 0;
            for (int i = at; i < end; i++) {
                value = value * 10 + bytes[i] - '0';
            }
            out.offsetSeconds = 0;
            if (count == 13) {
                out.epochSeconds = value / 1_000;
                out.nanos = (int) (value % 1_000) * 1_000_000;
                return end;
            }
            out.epochSeconds = value;
            return end + 1 < to && bytes[end] == '.' && isDigit(bytes[end + 1])
                    ? fraction(bytes, end + 1, to, out)
                    : end;
        }
    };

    private static final byte[] MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec".getBytes(StandardCharsets.US_ASCII);

    /** Reads a time at {@code at}; where it ends, or -1 when there is none. The fields must be clear before. */
    abstract int read(byte[] bytes, int at, int to, TimeFields out);

    /** Reads and checks a time; where it ends, or -1 when there is none that exists. */
    int scan(byte[] bytes, int at, int to, TimeFields out) {
        out.clear();
        int end = read(bytes, at, to, out);
        return end >= 0 && out.dateIsValid() ? end : -1;
    }

    /** Whether a time of this format may start with the byte. */
    boolean mayStartWith(byte b) {
        return switch (this) {
            case SYSLOG, CTIME -> Literals.isLetter(b);
            case ISO, KLOG, CLOCK, EPOCH -> isDigit(b);
        };
    }

    private static boolean isSeparator(byte b) {
        return b == '-' || b == '/' || b == '.';
    }

    /** The number that {@code count} digits at {@code at} make, or -1 when there are not so many. */
    private static int digits(byte[] bytes, int at, int to, int count) {
        if (at + count > to) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + count; i++) {
            if (!isDigit(bytes[i])) {
                return -1;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }

    private static int year(byte[] bytes, int at, int to) {
        int year = digits(bytes, at, to, 4);
        boolean ends = at + 4 >= to || !isDigit(bytes[at + 4]);
        return year >= 1970 && year < 2262 && ends ? year : -1;
    }

    private static int monthAndDay(byte[] bytes, int at, int to, TimeFields out) {
        if (at + 6 > to || !isBlank(bytes[at + 3])) {
            return -1;
        }
        for (int month = 0; month < 12; month++) {
            if ((bytes[at] | 0x20) == MONTHS[month * 3]
                    && (bytes[at + 1] | 0x20) == MONTHS[month * 3 + 1]
                    && (bytes[at + 2] | 0x20) == MONTHS[month * 3 + 2]) {
                out.month = month + 1;
                break;
            }
        }
        int next = Literals.skipBlanks(bytes, at + 4, to);
        int length = digits(bytes, next, to, 2) >= 0 ? 2 : 1;
        out.day = digits(bytes, next, to, length);
        next += length;
        if (out.month < 0 || out.day < 0 || next >= to || !isBlank(bytes[next])) {
            return -1;
        }
        return Literals.skipBlanks(bytes, next, to);
    }

    /** Reads {@code 10:00:00} with an optional fraction; a one-digit hour is allowed. */
    private static int clock(byte[] bytes, int at, int to, TimeFields out) {
        int hourLength = at + 1 < to && bytes[at + 1] == ':' ? 1 : 2;
        int hour = digits(bytes, at, to, hourLength);
        int minute = digits(bytes, at + hourLength + 1, to, 2);
        int second = digits(bytes, at + hourLength + 4, to, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return -1;
        }
        if (bytes[at + hourLength] != ':' || bytes[at + hourLength + 3] != ':') {
            return -1;
        }
        out.secondOfDay = (hour * 60 + minute) * 60 + second;
        int end = at + hourLength + 6;
        boolean hasFraction = end + 1 < to
                && (bytes[end] == '.' || bytes[end] == ',' || bytes[end] == ':')
                && isDigit(bytes[end + 1]);
        return hasFraction ? fraction(bytes, end + 1, to, out) : end;
    }

    private static int fraction(byte[] bytes, int at, int to, TimeFields out) {
        int scale = 100_000_000;
        int end = at;
        for (; end < to && isDigit(bytes[end]); end++) {
            out.nanos += (bytes[end] - '0') * scale;
            scale /= 10;
        }
        return end;
    }

    private static int zone(byte[] bytes, int at, int to, TimeFields out) {
        int start = at < to && bytes[at] == ' ' ? at + 1 : at;
        if (start >= to) {
            return at;
        }
        byte first = bytes[start];
        if (first == 'Z' && start == at) {
            out.offsetSeconds = 0;
            return start + 1;
        }
        if (start + 3 <= to && (isWord(bytes, start, "UTC") || isWord(bytes, start, "GMT"))) {
            out.offsetSeconds = 0;
            return start + 3;
        }
        int hours = first == '+' || first == '-' ? digits(bytes, start + 1, to, 2) : -1;
        if (hours < 0 || hours > 18) {
            return at;
        }
        int colon = start + 3 < to && bytes[start + 3] == ':' ? 1 : 0;
        int minutes = digits(bytes, start + 3 + colon, to, 2);
        if (minutes < 0 && start > at) {
            return at;
        }
        int seconds = (hours * 60 + Math.max(0, minutes)) * 60;
        out.offsetSeconds = first == '-' ? -seconds : seconds;
        return minutes < 0 ? start + 3 : start + 5 + colon;
    }

    private static boolean isWord(byte[] bytes, int at, String word) {
        return bytes[at] == word.charAt(0) && bytes[at + 1] == word.charAt(1) && bytes[at + 2] == word.charAt(2);
    }
}
