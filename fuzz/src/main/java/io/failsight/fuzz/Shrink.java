package io.failsight.fuzz;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shortens an input as long as it fails in the same way. Stateless, thread-safe. */
final class Shrink {
    private static final int MAX_TRIES = 3_000;
    private static final long MAX_NANOS = 10_000_000_000L;

    private Shrink() {}

    static byte[] shrink(byte[] input, Throwable failure, Function<byte[], @Nullable Throwable> failing) {
        byte[] best = input;
        int tries = 0;
        long until = System.nanoTime() + MAX_NANOS;
        for (int piece = Math.max(1, best.length / 2); piece >= 1; piece /= 2) {
            for (int at = 0; at < best.length && tries < MAX_TRIES && System.nanoTime() < until; ) {
                tries++;
                byte[] shorter = without(best, at, Math.min(piece, best.length - at));
                Throwable other = failing.apply(shorter);
                if (other != null && other.getClass() == failure.getClass()) {
                    best = shorter;
                } else {
                    at += piece;
                }
            }
        }
        return best;
    }

    private static byte[] without(byte[] bytes, int at, int count) {
        byte[] out = Arrays.copyOf(bytes, bytes.length - count);
        System.arraycopy(bytes, at + count, out, at, bytes.length - at - count);
        return out;
    }
}
