package io.failsight.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A byte array that grows: output of encoders and scratch of decoders on the hot path, where a stream would cost a lock and a copy.
 *
 * <p>Growing replaces the array and never changes the old one below its length, so spans that point into an older array stay right
 * until {@link #clear}. Not thread-safe.
 */
public final class Bytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_DIGITS = 19;
    /** Powers of ten that a long holds; [0] is 0, so that zero has one digit. */
    private static final long[] POWERS = new long[MAX_DIGITS];
    /** Two digits in the order of bytes, by their number. */
    private static final short[] PAIRS = new short[100];

    static {
        for (int i = 1; i < MAX_DIGITS; i++) {
            POWERS[i] = i == 1 ? 10 : POWERS[i - 1] * 10;
        }
        for (int pair = 0; pair < 100; pair++) {
            PAIRS[pair] = (short) ('0' + pair / 10 | ('0' + pair % 10) << 8);
        }
    }

    private byte[] array;
    private int length;

    /** An empty buffer with room for {@code capacity} bytes before it first grows. */
    public Bytes(int capacity) {
        array = new byte[Math.max(16, capacity)];
    }

    /** The backing array; only the first {@link #length} bytes mean something. */
    public byte[] array() {
        return array;
    }

    /** Bytes written. */
    public int length() {
        return length;
    }

    /** Forgets all content and keeps the room. */
    public void clear() {
        length = 0;
    }

    /** Cuts the content to its first {@code newLength} bytes. */
    public void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException("cannot cut " + length + " bytes to " + newLength);
        }
        length = newLength;
    }

    /** Makes sure that {@code extra} bytes can be written directly to {@link #array} from {@link #length} on; then call {@link #advance}. */
    public void reserve(int extra) {
        int needed = Math.addExact(length, extra);
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.max(needed, array.length + (array.length >> 1)));
        }
    }

    /** Counts bytes that were written directly to the array. */
    public void advance(int count) {
        length += count;
    }

    public Bytes add(int value) {
        reserve(1);
        array[length++] = (byte) value;
        return this;
    }

    public Bytes add(byte[] source) {
        return add(source, 0, source.length);
    }

    public Bytes add(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, array, length, count);
        length += count;
        return this;
    }

    /** Appends the first {@code count} bytes of a constant whose array is as long as a multiple of eight, eight at a time. */
    Bytes addWords(byte[] words, int count) {
        reserve(words.length);
        for (int i = 0; i < words.length; i += Long.BYTES) {
            LONGS.set(array, length + i, (long) LONGS.get(words, i));
        }
        length += count;
        return this;
    }

    /** Appends text as UTF-8; for slow paths. */
    public Bytes add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends a decimal number. */
    public Bytes addDecimal(long value) {
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                return add("-9223372036854775808");
            }
            add('-');
            value = -value;
        }
        int digits = digits(value);
        reserve(MAX_DIGITS);
        int at = length + digits;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            // Dividing longs is slow: eight digits at a time, which an int holds.
            long high = rest / 100_000_000;
            int low = (int) (rest - high * 100_000_000);
            for (int pair = 0; pair < 4; pair++) {
                at = putPair(at, low % 100);
                low /= 100;
            }
            rest = high;
        }
        int small = (int) rest;
        while (small >= 10) {
            at = putPair(at, small % 100);
            small /= 100;
        }
        if (at > length) {
            array[at - 1] = (byte) ('0' + small);
        }
        length += digits;
        return this;
    }

    private static int digits(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        int guess = bits * 1_233 >>> 12; // log10(2) = 1233/4096: right, or one too many
        return value < POWERS[guess] ? guess : guess + 1;
    }

    private int putPair(int at, int pair) {
        SHORTS.set(array, at - 2, PAIRS[pair]);
        return at - 2;
    }

    /** A copy of the content. */
    public byte[] toByteArray() {
        return Arrays.copyOf(array, length);
    }

    /** The content as UTF-8 text; malformed bytes become U+FFFD. */
    @Override
    public String toString() {
        return new String(array, 0, length, StandardCharsets.UTF_8);
    }
}
