package io.failsight.engine.service;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that nobody sets: right at the start, and then by what passes. For what is measured from one moment to another and lives no longer than the
 * process, such as sessions: when the machine's clock is set, nobody is signed out or shut out for that. Immutable.
 */
final class SteadyClock implements InstantSource {
    private final Instant start;
    private final long startNanos;
    private final LongSupplier nanoTime;

    /** @param nanoTime as {@link System#nanoTime} */
    SteadyClock(InstantSource wall, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start = wall.instant();
        startNanos = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanoTime.getAsLong() - startNanos);
    }
}
