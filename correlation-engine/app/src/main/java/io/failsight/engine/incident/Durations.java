package io.failsight.engine.incident;

import io.failsight.core.incident.Instants;
import io.failsight.core.incident.Moment;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the instants of an incident, in milliseconds; null while not over or not known. Immutable.
 *
 * @param detection from the fault until it was detected
 * @param takeover from detection (or decision, where nothing had to be detected) until service
 * @param withoutService from the fault until service
 * @param withoutRedundancy from the fault until redundancy
 */
public record Durations(
        @Nullable Long detection,
        @Nullable Long takeover,
        @Nullable Long withoutService,
        @Nullable Long withoutRedundancy) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Computes them. */
    public static Durations of(Instants instants) {
        Moment noticed = instants.detected() == null ? instants.decided() : instants.detected();
        return new Durations(
                between(instants.fault(), instants.detected()),
                between(noticed, instants.restored()),
                between(instants.fault(), instants.restored()),
                between(instants.fault(), instants.redundant()));
    }

    private static @Nullable Long between(@Nullable Moment from, @Nullable Moment to) {
        return from == null || to == null
                ? null
                : Math.max(0, Math.floorDiv(to.timeNanos() - from.timeNanos(), NANOS_PER_MILLI));
    }
}
