package io.failsight.core.timeline;

import io.failsight.model.TimeSource;
import io.failsight.model.signal.Signal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one source's clock: per hour of receipt the narrowest estimate that any of its signals carries, whatever the order in which they
 * came. An hour, because a clock that drifts by 50 ppm moves 0.2 s in it. Estimates of about the same width count as equal and the earliest one stays, so
 * that a slowly narrowing one does not move all signals each time.
 */
final class ClockEstimates {
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    /** Signals this near to each other came on about the same clock. */
    private static final long STRETCH_NANOS = 300_000_000_000L;
    /** A clock this near is looked at by its arrivals; more is another zone or an old file. */
    private static final long NEAR_NANOS = 10_000_000_000L;
    /** What a line may have waited in its sender, so that its clock is still that of the others. */
    private static final long LATE_NANOS = 60_000_000_000L;
    /** Steps of the lowest delay: signals are not moved for less. */
    private static final long STEP_NANOS = 50_000_000L;

    private final Map<Long, Long> lowestByStretch = new HashMap<>();
    private final Map<Long, Signal> bestByHour = new HashMap<>();
    private long forgottenHour = Long.MIN_VALUE;
    private long askedHour = Long.MIN_VALUE;
    private @Nullable Signal askedBest;

    /** Takes the estimate of a signal into account; returns whether the best one of its hour is another now. */
    boolean offer(Signal signal) {
        boolean lower = lowers(signal);
        if (signal.clockUncertaintyNanos() == Signal.UNKNOWN_OFFSET) {
            return lower && bestAround(hour(signal)) == null;
        }
        Long hour = hour(signal);
        Signal best = bestByHour.get(hour);
        if (best != null && !better(signal, best)) {
            return false;
        }
        bestByHour.put(hour, signal);
        askedHour = Long.MIN_VALUE;
        return true;
    }

    private boolean lowers(Signal signal) {
        long delay = signal.observedNanos() - signal.timeNanos();
        if (Math.abs(delay) > NEAR_NANOS || signal.timeSource() == TimeSource.RECEIPT) {
            return false;
        }
        long stepped = Math.floorDiv(delay, STEP_NANOS) * STEP_NANOS;
        Long stretch = stretch(signal);
        Long lowest = lowestByStretch.get(stretch);
        if (lowest != null && lowest <= stepped) {
            return false;
        }
        lowestByStretch.put(stretch, stepped);
        return true;
    }

    /**
     * The lowest (receipt - written time) around a signal whose clock nobody estimated: what arrives late was written on the same clock as what
     * arrives at once. {@link Long#MAX_VALUE} when nothing tells.
     */
    long delayAround(Signal signal) {
        long stretch = stretch(signal);
        long lowest = Long.MAX_VALUE;
        for (long each = stretch - 1; each <= stretch + 1; each++) {
            lowest = Math.min(lowest, lowestByStretch.getOrDefault(each, Long.MAX_VALUE));
        }
        long delay = signal.observedNanos() - signal.timeNanos();
        return lowest == Long.MAX_VALUE || delay - lowest > LATE_NANOS ? Long.MAX_VALUE : lowest;
    }

    private static long stretch(Signal signal) {
        return signal.observedNanos() / STRETCH_NANOS;
    }

    /**
     * The signal whose estimate holds for the given one: the best of its hour and the two beside it, unless the signal's own estimate contradicts that
     * one (the clock was set in between); null when nothing is known.
     */
    @Nullable
    Signal estimateFor(Signal signal) {
        Signal best = bestAround(hour(signal));
        if (best == null || signal.clockUncertaintyNanos() == Signal.UNKNOWN_OFFSET) {
            return best;
        }
        long apart = Math.abs(signal.clockOffsetNanos() - best.clockOffsetNanos());
        boolean agree = apart - best.clockUncertaintyNanos() <= signal.clockUncertaintyNanos();
        return agree ? best : signal;
    }

    private @Nullable Signal bestAround(long hour) {
        if (hour != askedHour) {
            Signal best = bestByHour.get(hour);
            best = narrower(best, bestByHour.get(hour - 1));
            askedBest = narrower(best, bestByHour.get(hour + 1));
            askedHour = hour;
        }
        return askedBest;
    }

    void forgetBefore(long observedNanos) {
        long hour = observedNanos / HOUR_NANOS - 1;
        if (hour <= forgottenHour) {
            return;
        }
        forgottenHour = hour;
        bestByHour.keySet().removeIf(each -> each < hour);
        long stretch = observedNanos / STRETCH_NANOS - 1;
        lowestByStretch.keySet().removeIf(each -> each < stretch);
        askedHour = Long.MIN_VALUE;
    }

    /** Whether what is known of the clock at one signal may be different because of the estimate of another. */
    static boolean concerns(Signal estimate, Signal signal) {
        return Math.abs(hour(estimate) - hour(signal)) <= 1;
    }

    private static @Nullable Signal narrower(@Nullable Signal left, @Nullable Signal right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return better(right, left) ? right : left;
    }

    private static boolean better(Signal left, Signal right) {
        int byWidth = Integer.compare(width(left), width(right));
        if (byWidth != 0) {
            return byWidth < 0;
        }
        int byReceipt = Long.compare(left.observedNanos(), right.observedNanos());
        return byReceipt != 0 ? byReceipt < 0 : Timed.compareWithinSource(left, right) < 0;
    }

    /** Two steps per doubling. */
    private static int width(Signal signal) {
        long nanos = Math.max(2, signal.clockUncertaintyNanos());
        int log = 63 - Long.numberOfLeadingZeros(nanos);
        return 2 * log + (int) (nanos >>> (log - 1) & 1);
    }

    private static long hour(Signal signal) {
        return signal.observedNanos() / HOUR_NANOS;
    }
}
