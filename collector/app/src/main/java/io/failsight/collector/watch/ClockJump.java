package io.failsight.collector.watch;

import java.util.function.LongSupplier;

/**
 * Tells whether the clock of this machine was set, by the time that passed meanwhile on a clock that nobody sets. Not thread-safe.
 */
public final class ClockJump {
    /** Slewing and a slow look are no jumps. */
    static final long TOLERANCE_NANOS = 5_000_000_000L;

    private final LongSupplier wallNanos;
    private final LongSupplier nanoTime;
    private long lastWall;
    private long lastNanos;

    /**
     * @param wallNanos the clock, nanoseconds since the epoch
     * @param nanoTime as {@link System#nanoTime}
     */
    public ClockJump(LongSupplier wallNanos, LongSupplier nanoTime) {
        this.wallNanos = wallNanos;
        this.nanoTime = nanoTime;
        lastWall = wallNanos.getAsLong();
        lastNanos = nanoTime.getAsLong();
    }

    /** By how many nanoseconds it was set since the last look, negative for back; 0 when it was not. */
    public long look() {
        long wall = wallNanos.getAsLong();
        long nanos = nanoTime.getAsLong();
        long jump = (wall - lastWall) - (nanos - lastNanos);
        lastWall = wall;
        lastNanos = nanos;
        return Math.abs(jump) > TOLERANCE_NANOS ? jump : 0;
    }
}
