package io.failsight.core.incident;

import java.util.List;

/**
 * One instant of an incident on the collector's time scale, clocks corrected: the truth lies within {@code timeNanos ± uncertaintyNanos}.
 * Immutable.
 *
 * @param timeNanos nanoseconds since the epoch
 * @param uncertaintyNanos half-width, not negative
 * @param inferred whether no entry states it and it follows from others (from the product's timers, from silence)
 * @param evidence ids of the signals that prove it, or that it was inferred from; never empty
 */
public record Moment(long timeNanos, long uncertaintyNanos, boolean inferred, List<String> evidence) {
    public Moment {
        if (uncertaintyNanos < 0 || evidence.isEmpty()) {
            throw new IllegalArgumentException("a moment needs an uncertainty from 0 on and evidence");
        }
        evidence = List.copyOf(evidence);
    }
}
