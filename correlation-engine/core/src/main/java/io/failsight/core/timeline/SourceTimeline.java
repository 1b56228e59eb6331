package io.failsight.core.timeline;

import io.failsight.model.TimeSource;
import io.failsight.model.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signals of one source in order of receipt, each with its corrected time. Which times come out depends on the set of signals only, not on the order
 * in which they were added. Not thread-safe.
 */
public final class SourceTimeline {
    /** A step back of a clock up to this is taken for jitter or a correction of the clock: the order of receipt is kept. More is an older file, read late. */
    static final long MAX_STEP_BACK_NANOS = 10_000_000_000L;
    /** What a clock that nobody estimated may be apart. */
    static final long UNKNOWN_CLOCK_NANOS = 5_000_000_000L;

    private static final long RECEIPT_NANOS = 1_000_000_000L;
    /** 2000-01-01: what is older was written by a machine without a clock. */
    private static final long EARLIEST_NANOS = 946_684_800_000_000_000L;

    /** A signal that got another time: take the old one out, put the new one in. */
    public record Moved(Timed before, Timed after) {}

    private final ClockEstimates clock = new ClockEstimates();
    private final List<Timed> timeline = new ArrayList<>();
    /** Whether times of receipt never step back. */
    private boolean inOrder = true;

    /** Adds a signal that is not in yet and returns it with its time; signals that have to move because of it are added to {@code moved}. */
    public Timed add(Signal signal, List<Moved> moved) {
        boolean clockChanged = clock.offer(signal);
        int index = placeOf(signal);
        long before = index == 0 ? Long.MIN_VALUE : timeline.get(index - 1).at();
        Timed added = time(signal, before);
        timeline.add(index, added);
        inOrder &= isInOrder(index);
        retime(clockChanged ? firstConcerned(signal) : index + 1, clockChanged ? signal : null, moved, added);
        return clockChanged ? timeline.get(index) : added;
    }

    /** Takes into account what a repeated statement says of the clock. */
    public void learnClock(Signal signal, List<Moved> moved) {
        if (clock.offer(signal)) {
            retime(firstConcerned(signal), signal, moved, null);
        }
    }

    /** Takes a signal out: an earlier receipt of the same statement stands for it, or it left the window. Times of the others stay until the next change. */
    public @Nullable Timed remove(Signal signal) {
        int index = placeOf(signal);
        if (index < timeline.size() && timeline.get(index).signal().equals(signal)) {
            return timeline.remove(index);
        }
        return null;
    }

    /** A signal with its time; null when it is not in. */
    public @Nullable Timed find(Signal signal) {
        int index = placeOf(signal);
        boolean found = index < timeline.size() && timeline.get(index).signal().equals(signal);
        return found ? timeline.get(index) : null;
    }

    /** Takes a signal out and moves those behind it. */
    public @Nullable Timed replace(Signal signal, List<Moved> moved) {
        int index = placeOf(signal);
        Timed removed = remove(signal);
        if (removed != null) {
            retime(index, null, moved, null);
        }
        return removed;
    }

    public void forgetClockBefore(long observedNanos) {
        clock.forgetBefore(observedNanos);
    }

    public boolean isEmpty() {
        return timeline.isEmpty();
    }

    private boolean isInOrder(int index) {
        long observed = timeline.get(index).signal().observedNanos();
        boolean afterBefore = index == 0 || timeline.get(index - 1).signal().observedNanos() <= observed;
        boolean beforeAfter =
                index == timeline.size() - 1 || timeline.get(index + 1).signal().observedNanos() >= observed;
        return afterBefore && beforeAfter;
    }

    /** The first signal whom a new estimate may concern. */
    private int firstConcerned(Signal estimate) {
        if (!inOrder) {
            return 0;
        }
        int index = placeOf(estimate);
        while (index > 0
                && ClockEstimates.concerns(estimate, timeline.get(index - 1).signal())) {
            index--;
        }
        return index;
    }

    /** Recomputes times from an index on: until the first that stays, and of all whom a new estimate concerns. */
    private void retime(int from, @Nullable Signal estimate, List<Moved> moved, @Nullable Timed added) {
        boolean before = true;
        for (int i = from; i < timeline.size(); i++) {
            Timed old = timeline.get(i);
            if (!before && (estimate == null || !ClockEstimates.concerns(estimate, old.signal()))) {
                if (estimate == null) {
                    return;
                }
                continue;
            }
            Timed now = time(
                    old.signal(), i == 0 ? Long.MIN_VALUE : timeline.get(i - 1).at());
            before = now.at() != old.at() || now.uncertainty() != old.uncertainty();
            if (before) {
                timeline.set(i, now);
                if (old != added) {
                    moved.add(new Moved(old, now));
                }
            }
        }
    }

    private int placeOf(Signal signal) {
        int low = 0;
        int high = timeline.size();
        if (high > 0 && Timed.compareWithinSource(timeline.get(high - 1).signal(), signal) < 0) {
            return high;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Timed.compareWithinSource(timeline.get(middle).signal(), signal) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Timed time(Signal signal, long before) {
        Timed own = corrected(signal);
        boolean stepsBack = own.at() < before && before - own.at() <= MAX_STEP_BACK_NANOS;
        return stepsBack ? new Timed(signal, before, Math.max(own.uncertainty(), before - own.at())) : own;
    }

    private Timed corrected(Signal signal) {
        long observed = signal.observedNanos();
        long stated = signal.timeNanos();
        if (signal.timeSource() == TimeSource.RECEIPT) {
            return new Timed(signal, observed, RECEIPT_NANOS);
        }
        if (stated < EARLIEST_NANOS) {
            return new Timed(signal, observed, UNKNOWN_CLOCK_NANOS);
        }
        long half = Math.max(0, signal.resolutionNanos()) / 2;
        Signal estimate = clock.estimateFor(signal);
        if (estimate == null) {
            return withUnknownClock(signal, half);
        }
        long at = stated - estimate.clockOffsetNanos() + half;
        return new Timed(signal, Math.min(at, observed), half + estimate.clockUncertaintyNanos());
    }

    /** Nothing happened after its receipt. All lines of a source are on one clock: the one that came fastest tells how far it is apart at most. */
    private Timed withUnknownClock(Signal signal, long half) {
        long observed = signal.observedNanos();
        long delay = clock.delayAround(signal);
        if (delay == Long.MAX_VALUE) {
            return new Timed(signal, Math.min(signal.timeNanos() + half, observed), half + UNKNOWN_CLOCK_NANOS);
        }
        return new Timed(signal, Math.min(signal.timeNanos() + delay, observed), half + Math.abs(delay));
    }
}
