package io.failsight.model;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Writes nanoseconds since the epoch as {@code 2026-11-20T10:00:00.123456789Z}. What is before the fraction is written once a second and
 * reused, since neighbouring entries share it. Not thread-safe.
 */
public final class TimeText {
    /** Characters written. */
    public static final int LENGTH = 30;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400L;

    private final byte[] text = "1970-01-01T00:00:00.000000000Z".getBytes(StandardCharsets.US_ASCII);
    private long day;
    private long second;

    /** Appends the time. The range of a {@code long} of nanoseconds is the years 1677 to 2262. */
    public void write(long epochNanos, Bytes out) {
        long seconds = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
        int nanos = (int) (epochNanos - seconds * NANOS_PER_SECOND);
        if (seconds != second) {
            second = seconds;
            writeSecond(seconds);
        }
        for (int at = 28; at >= 20; at--) {
            text[at] = (byte) ('0' + nanos % 10);
            nanos /= 10;
        }
        out.add(text);
    }

    private void writeSecond(long seconds) {
        long newDay = Math.floorDiv(seconds, SECONDS_PER_DAY);
        if (newDay != day) {
            day = newDay;
            byte[] date = LocalDate.ofEpochDay(newDay).toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(date, 0, text, 0, 10);
        }
        int ofDay = (int) (seconds - newDay * SECONDS_PER_DAY);
        two(11, ofDay / 3600);
        two(14, ofDay / 60 % 60);
        two(17, ofDay % 60);
    }

    private void two(int at, int value) {
        text[at] = (byte) ('0' + value / 10);
        text[at + 1] = (byte) ('0' + value % 10);
    }
}
