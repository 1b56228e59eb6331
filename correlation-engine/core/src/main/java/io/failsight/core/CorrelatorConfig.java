package io.failsight.core;

import java.time.Duration;

/**
 * Limits of a {@link Correlator}. Immutable.
 *
 * @param lateness how long after its last evidence an incident is provisional, and after its redundancy came back it is closed
 * @param takeoverLimit how long a service may be without a node before nobody took over
 * @param calmBetween a new fault this soon after redundancy came back belongs to the same incident (flapping)
 * @param window how far back signals are kept, so that late ones still revise incidents
 * @param maxSignalsPerCluster signals that are kept per cluster at most; older ones are folded into the state before the window
 */
public record CorrelatorConfig(
        Duration lateness, Duration takeoverLimit, Duration calmBetween, Duration window, int maxSignalsPerCluster) {
    /** Enough for entries that a reconnecting site delivers at once. */
    public static final Duration DEFAULT_LATENESS = Duration.ofMinutes(2);

    /** SafeKit needs 30 s to notice and a database about a minute to start. */
    public static final Duration DEFAULT_TAKEOVER_LIMIT = Duration.ofSeconds(120);

    private static final int MIN_SIGNALS = 1_000;

    public CorrelatorConfig {
        if (lateness.isNegative() || takeoverLimit.isNegative() || calmBetween.isNegative() || window.isNegative()) {
            throw new IllegalArgumentException("durations of the correlator must not be negative");
        }
        if (maxSignalsPerCluster < MIN_SIGNALS) {
            throw new IllegalArgumentException("maxSignalsPerCluster must be at least " + MIN_SIGNALS);
        }
    }

    /** The defaults with the two durations that {@code failsight.yaml} sets. */
    public static CorrelatorConfig of(Duration lateness, Duration takeoverLimit) {
        return new CorrelatorConfig(lateness, takeoverLimit, Duration.ofMinutes(5), Duration.ofHours(24), 10_000);
    }

    public static CorrelatorConfig defaults() {
        return of(DEFAULT_LATENESS, DEFAULT_TAKEOVER_LIMIT);
    }
}
