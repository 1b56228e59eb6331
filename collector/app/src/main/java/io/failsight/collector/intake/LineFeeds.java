package io.failsight.collector.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds line ends eight bytes at a look, and says which lines hold nothing. Receivers that count records and {@link RecordReader},
 * which gives them to decoders, both ask here, so that they always agree. Stateless, thread-safe.
 */
public final class LineFeeds {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long FEEDS = ONES * '\n';

    private LineFeeds() {}

    /** Index of the first LF in {@code [from, to)}, or -1. */
    public static int next(byte[] bytes, int from, int to) {
        int at = from;
        while (at + 8 <= to) {
            long word = (long) LONGS.get(bytes, at) ^ FEEDS;
            long hits = (word - ONES) & ~word & HIGHS;
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >> 3);
            }
            at += 8;
        }
        while (at < to) {
            if (bytes[at] == '\n') {
                return at;
            }
            at++;
        }
        return -1;
    }

    /** Whether a line is no record: nothing but space, tab, CR and NUL. */
    public static boolean isBlank(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!isBlank(bytes[at])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a byte alone makes no record: space, tab, CR or NUL. */
    public static boolean isBlank(byte value) {
        return value == ' ' || value == '\t' || value == '\r' || value == 0;
    }
}
