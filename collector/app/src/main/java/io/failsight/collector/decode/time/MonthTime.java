package io.failsight.collector.decode.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads times that start with the month's English name: {@code Nov 23 11:26:48} of RFC 3164 §4.1.2, and what senders add to it: a
 * weekday before, a year before or behind the clock, a fraction, UTC or GMT behind. A year that is missing is the one that brings the
 * date nearest to the day of receipt. After {@link #parse} said true the other methods speak of that time. Not thread-safe.
 */
public final class MonthTime {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final String MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    private static final String WEEKDAYS = "MONTUEWEDTHUFRISATSUN";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;
    /** {@code Nov 23 11:26:48}: the shortest time with a two-place day. */
    private static final int PLAIN_LENGTH = 15;

    private final LocalZone zone;
    private long cachedDate;
    private int cachedClock;
    private long cachedReceivedDay = Long.MIN_VALUE;
    private long cachedMinuteSeconds;
    private long epochNanos;
    private int next;
    private boolean complete;

    // Parts of the time that is being read.
    private int month;
    private int day;
    private int year;
    private int secondOfDay;
    /** Second within the minute: 60 in a leap second. */
    private int second;

    private int nanos;

    /** @param zone what times without zone are in */
    public MonthTime(LocalZone zone) {
        this.zone = zone;
    }

    /** Reads a time that starts at {@code at}; false when there is none. */
    public boolean parse(byte[] bytes, int at, int end, long receivedNanos) {
        long receivedDay = Math.floorDiv(receivedNanos, NANOS_PER_DAY);
        if (parseCached(bytes, at, end, receivedDay)) {
            return true;
        }
        int i = at;
        if (i + 4 < end && index(WEEKDAYS, bytes, i) >= 0 && bytes[i + 3] == ' ') {
            i += 4;
        }
        i = parseDate(bytes, i, end);
        if (i < 0) {
            return false;
        }
        i = parseClock(bytes, i, end);
        if (i < 0) {
            return false;
        }
        i = parseYearBehind(bytes, i, end);
        boolean utc = isUtc(bytes, i, end);
        next = utc ? i + 4 : i;
        return finish(bytes, at, i, utc, receivedDay);
    }

    /** Nanoseconds since the epoch. */
    public long epochNanos() {
        return epochNanos;
    }

    /** Index behind the time. */
    public int next() {
        return next;
    }

    /** Whether the time named year and zone. */
    public boolean isComplete() {
        return complete;
    }

    private boolean parseCached(byte[] bytes, int at, int end, long receivedDay) {
        if (at + PLAIN_LENGTH >= end
                || receivedDay != cachedReceivedDay
                || bytes[at + PLAIN_LENGTH] != ' '
                || (long) LONGS.get(bytes, at) != cachedDate
                || (int) INTS.get(bytes, at + 8) != cachedClock) {
            return false;
        }
        int seconds = Digits.two(bytes, at + 13);
        boolean yearMayFollow = at + 16 < end && Digits.isDigit(bytes[at + 16]) || isUtc(bytes, at + 15, end);
        if (bytes[at + 12] != ':' || seconds < 0 || seconds > 60 || yearMayFollow) {
            return false;
        }
        epochNanos = zone.toEpochSeconds(cachedMinuteSeconds + seconds) * NANOS_PER_SECOND;
        next = at + PLAIN_LENGTH;
        complete = false;
        return true;
    }

    private boolean finish(byte[] bytes, int from, int to, boolean utc, long receivedDay) {
        boolean yearKnown = year >= 0;
        int when = yearKnown ? year : nearestYear(receivedDay);
        if (!Dates.exists(when, month, day)) {
            return false;
        }
        long local = Dates.epochDay(when, month, day) * 86_400L + secondOfDay;
        epochNanos = (utc ? local : zone.toEpochSeconds(local)) * NANOS_PER_SECOND + nanos;
        complete = yearKnown && utc;
        if (!yearKnown && !utc && to - from == PLAIN_LENGTH && bytes[from + 6] == ' ' && bytes[from + 9] == ':') {
            cachedDate = (long) LONGS.get(bytes, from);
            cachedClock = (int) INTS.get(bytes, from + 8);
            cachedReceivedDay = receivedDay;
            cachedMinuteSeconds = local - second;
        }
        return true;
    }

    /** Month, day and a year if it is there; returns where the clock starts, or -1. */
    private int parseDate(byte[] bytes, int at, int end) {
        if (at + 5 > end || bytes[at + 3] != ' ') {
            return -1;
        }
        month = index(MONTHS, bytes, at) + 1;
        int dayFrom = skipSpaces(bytes, at + 3, end);
        int dayTo = Digits.end(bytes, dayFrom, end);
        if (month == 0 || dayTo == dayFrom || dayTo - dayFrom > 2 || dayTo >= end || bytes[dayTo] != ' ') {
            return -1;
        }
        day = (int) Digits.number(bytes, dayFrom, dayTo);
        int i = skipSpaces(bytes, dayTo, end);
        year = -1;
        if (i + 5 <= end && bytes[i + 4] == ' ' && Digits.four(bytes, i) >= 0) {
            year = Digits.four(bytes, i);
            i = skipSpaces(bytes, i + 4, end);
        }
        return i;
    }

    private int parseClock(byte[] bytes, int at, int end) {
        int width = at + 1 < end && bytes[at + 1] == ':' ? 1 : 2; // some write the hour in one place
        if (at + width + 6 > end || bytes[at + width] != ':' || bytes[at + width + 3] != ':') {
            return -1;
        }
        int hour = (int) Digits.number(bytes, at, at + width);
        int minute = Digits.two(bytes, at + width + 1);
        second = Digits.two(bytes, at + width + 4);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return -1;
        }
        secondOfDay = hour * 3_600 + minute * 60 + second;
        nanos = 0;
        int i = at + width + 6;
        if (i + 1 < end && (bytes[i] == '.' || bytes[i] == ',') && Digits.isDigit(bytes[i + 1])) {
            int fractionEnd = Digits.end(bytes, i + 1, end);
            nanos = Digits.nanos(bytes, i + 1, fractionEnd);
            i = fractionEnd;
        }
        return i;
    }

    private int parseYearBehind(byte[] bytes, int at, int end) {
        if (year >= 0 || at + 5 > end || bytes[at] != ' ') {
            return at;
        }
        int candidate = Digits.four(bytes, at + 1);
        boolean ends = at + 5 == end || bytes[at + 5] == ' ' || bytes[at + 5] == ':' || bytes[at + 5] == '\t';
        if (!ends || candidate < IsoTime.FIRST_YEAR || candidate > IsoTime.LAST_YEAR) {
            return at;
        }
        year = candidate;
        return at + 5;
    }

    private static boolean isUtc(byte[] bytes, int at, int end) {
        if (at + 4 > end || bytes[at] != ' ' || at + 4 < end && bytes[at + 4] != ' ' && bytes[at + 4] != ':') {
            return false;
        }
        return bytes[at + 1] == 'U' && bytes[at + 2] == 'T' && bytes[at + 3] == 'C'
                || bytes[at + 1] == 'G' && bytes[at + 2] == 'M' && bytes[at + 3] == 'T';
    }

    private int nearestYear(long receivedDay) {
        int middle = Dates.yearOf(receivedDay);
        int nearest = -1;
        long smallest = Long.MAX_VALUE;
        for (int candidate = middle - 4; candidate <= middle + 4; candidate++) { // a leap day may be four years off
            if (Dates.exists(candidate, month, day)) {
                long distance = Math.abs(Dates.epochDay(candidate, month, day) - receivedDay);
                if (distance < smallest) {
                    smallest = distance;
                    nearest = candidate;
                }
            }
        }
        return nearest;
    }

    private static int skipSpaces(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && bytes[i] == ' ') {
            i++;
        }
        return i;
    }

    /** Which of the three-letter names stands at {@code at}, upper and lower case alike; -1 for none. */
    private static int index(String names, byte[] bytes, int at) {
        for (int i = 0; i < names.length(); i += 3) {
            if ((bytes[at] & ~0x20) == names.charAt(i)
                    && (bytes[at + 1] & ~0x20) == names.charAt(i + 1)
                    && (bytes[at + 2] & ~0x20) == names.charAt(i + 2)) {
                return i / 3;
            }
        }
        return -1;
    }
}
