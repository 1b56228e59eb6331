package io.failsight.collector.clock;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How bad it is that a clock is apart: failover products compare times across nodes, and data gets lost or doubled by it. */
public enum ClockGrade {
    TOGETHER,
    WARNING,
    CRITICAL;

    private static final long WARNING_NANOS = 1_000_000_000L;
    private static final long CRITICAL_NANOS = 5_000_000_000L;
    /** A grade is left only when the clock is this much better than what led to it. */
    private static final double BETTER = 0.7;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** Lower-case name, as in signals. */
    public String id() {
        return id;
    }

    public static Optional<ClockGrade> ofId(String id) {
        return Arrays.stream(values()).filter(grade -> grade.id.equals(id)).findFirst();
    }

    /** The grade after this one, for a clock that is so far apart for sure. */
    public ClockGrade next(long apartNanos) {
        if (apartNanos >= CRITICAL_NANOS) {
            return CRITICAL;
        }
        if (this == CRITICAL && apartNanos >= CRITICAL_NANOS * BETTER) {
            return CRITICAL;
        }
        boolean stays = this != TOGETHER && apartNanos >= WARNING_NANOS * BETTER;
        return apartNanos >= WARNING_NANOS || stays ? WARNING : TOGETHER;
    }
}
