package io.failsight.collector.decode.time;

/** Decimal numbers in bytes. Stateless, thread-safe. */
public final class Digits {
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};
    private static final int NANO_DIGITS = 9;

    private Digits() {}

    public static boolean isDigit(int value) {
        return value >= '0' && value <= '9';
    }

    /** Two digits, or a negative number when they are not. */
    public static int two(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return (tens | ones) < 0 || tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
    }

    /** Four digits, or a negative number when they are not. */
    public static int four(byte[] bytes, int at) {
        int high = two(bytes, at);
        int low = two(bytes, at + 2);
        return (high | low) < 0 ? -1 : high * 100 + low;
    }

    /** Index behind the digits that start at {@code at}. */
    public static int end(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && isDigit(bytes[i])) {
            i++;
        }
        return i;
    }

    /** The number that a span of digits is; -1 when it is empty, has another character or does not fit a long. */
    public static long number(byte[] bytes, int from, int to) {
        if (to <= from || to - from > 19) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(bytes[i])) {
                return -1;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return Math.max(value, -1); // nineteen digits may overflow, and only once
    }

    /** Nanoseconds that the digits of a fraction mean; digits behind the ninth are left out. */
    public static int nanos(byte[] bytes, int from, int to) {
        int digits = Math.min(to - from, NANO_DIGITS);
        if (digits <= 0) {
            return 0;
        }
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return (int) (digits == NANO_DIGITS ? value : value * POWERS[NANO_DIGITS - digits]);
    }
}
