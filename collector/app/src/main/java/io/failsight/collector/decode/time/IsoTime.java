package io.failsight.collector.decode.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads {@code 2026-11-20T10:00:00[.fraction][zone]}: RFC 3339, RFC 5424 §6.2.3, and with a space for T, a comma for the point, an
 * offset without colon or none at all. The date and minute of the last time are remembered, since neighbouring lines share them. After
 * {@link #parse} said true the other methods speak of that time. Not thread-safe.
 */
public final class IsoTime {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** Characters up to the seconds: the shortest time there is. */
    private static final int SHORTEST = 19;
    /** Years that nanoseconds in a {@code long} can hold, without those before the epoch. */
    static final int FIRST_YEAR = 1970;

    static final int LAST_YEAR = 2261;

    private final LocalZone zone;
    private long cachedHigh;
    private long cachedLow;
    private long minuteSeconds;
    private long epochNanos;
    private int next;
    private boolean zoned;
    private boolean exact;

    /** @param zone what times without zone are in */
    public IsoTime(LocalZone zone) {
        this.zone = zone;
    }

    /** Reads a time that starts at {@code at}; false when there is none. */
    public boolean parse(byte[] bytes, int at, int end) {
        if (end - at < SHORTEST) {
            return false;
        }
        long high = (long) LONGS.get(bytes, at);
        long low = (long) LONGS.get(bytes, at + 8);
        if (high != cachedHigh || low != cachedLow) {
            if (!parseMinute(bytes, at)) {
                return false;
            }
            cachedHigh = high;
            cachedLow = low;
        }
        int second = Digits.two(bytes, at + 17);
        if (bytes[at + 16] != ':' || second < 0 || second > 60) {
            return false;
        }
        int i = at + SHORTEST;
        int nanos = 0;
        exact = true;
        if (i + 1 < end && (bytes[i] == '.' || bytes[i] == ',') && Digits.isDigit(bytes[i + 1])) {
            int fraction = i + 1;
            i = Digits.end(bytes, fraction, end);
            nanos = Digits.nanos(bytes, fraction, i);
            exact = i - fraction <= 9;
        }
        long seconds = parseZone(bytes, i, end, minuteSeconds + second);
        epochNanos = seconds * NANOS_PER_SECOND + nanos;
        return true;
    }

    /** Nanoseconds since the epoch. */
    public long epochNanos() {
        return epochNanos;
    }

    /** Index behind the time. */
    public int next() {
        return next;
    }

    /** Whether the time named its zone. */
    public boolean isZoned() {
        return zoned;
    }

    /** Whether nanoseconds hold all that was written. */
    public boolean isExact() {
        return exact;
    }

    private boolean parseMinute(byte[] bytes, int at) {
        int year = Digits.four(bytes, at);
        int month = Digits.two(bytes, at + 5);
        int day = Digits.two(bytes, at + 8);
        int hour = Digits.two(bytes, at + 11);
        int minute = Digits.two(bytes, at + 14);
        boolean separated = bytes[at + 4] == '-'
                && bytes[at + 7] == '-'
                && (bytes[at + 10] == 'T' || bytes[at + 10] == ' ' || bytes[at + 10] == 't')
                && bytes[at + 13] == ':';
        if (!separated || hour < 0 || hour > 23 || minute < 0 || minute > 59 || !Dates.exists(year, month, day)) {
            return false;
        }
        minuteSeconds = Dates.epochDay(year, month, day) * 86_400L + hour * 3_600L + minute * 60L;
        return true;
    }

    /** Seconds since the epoch, with the offset that is written at {@code at} or the assumed one. */
    private long parseZone(byte[] bytes, int at, int end, long localSeconds) {
        int sign = at < end ? bytes[at] : 0;
        if (sign == 'Z' || sign == 'z') {
            zoned = true;
            next = at + 1;
            return localSeconds;
        }
        if ((sign == '+' || sign == '-') && at + 3 <= end) {
            int hours = Digits.two(bytes, at + 1);
            int colon = at + 3 < end && bytes[at + 3] == ':' ? 1 : 0;
            int minutes = at + 5 + colon <= end ? Digits.two(bytes, at + 3 + colon) : -1;
            if (hours >= 0 && hours <= 18 && minutes < 60) {
                zoned = true;
                next = minutes < 0 ? at + 3 : at + 5 + colon;
                long offset = hours * 3_600L + Math.max(0, minutes) * 60L;
                return sign == '+' ? localSeconds - offset : localSeconds + offset;
            }
        }
        zoned = false;
        next = at;
        return zone.toEpochSeconds(localSeconds);
    }
}
