package io.failsight.core.testing;

import io.failsight.model.signal.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What happens to signals on their way: loss, repetition, disorder, estimates of clocks that get better. Reproducible by its seed; not thread-safe. */
public final class Disturbance {
    private final Random random;

    public Disturbance(long seed) {
        this.random = new Random(seed);
    }

    /** Each signal is lost with that probability. */
    public List<Signal> lose(List<Signal> signals, double share) {
        List<Signal> left = new ArrayList<>();
        for (Signal signal : signals) {
            if (random.nextDouble() >= share) {
                left.add(signal);
            }
        }
        return left;
    }

    /** Each signal comes again with that probability: half of them with the same id, half as the same line sent again. */
    public List<Signal> repeat(List<Signal> signals, double share) {
        List<Signal> more = new ArrayList<>(signals);
        for (Signal signal : signals) {
            if (random.nextDouble() < share) {
                more.add(random.nextBoolean() ? signal : again(signal));
            }
        }
        return more;
    }

    /** Any order. */
    public List<Signal> shuffle(List<Signal> signals) {
        List<Signal> mixed = new ArrayList<>(signals);
        Collections.shuffle(mixed, random);
        return mixed;
    }

    /** Some come much later than the others. */
    public List<Signal> delay(List<Signal> signals, double share) {
        List<Signal> first = new ArrayList<>();
        List<Signal> late = new ArrayList<>();
        for (Signal signal : signals) {
            (random.nextDouble() < share ? late : first).add(signal);
        }
        first.addAll(late);
        return first;
    }

    /** Each signal carries its own estimate of the clock: unknown at times, else right within an uncertainty of up to a second. */
    public List<Signal> estimate(List<Signal> signals) {
        List<Signal> estimated = new ArrayList<>();
        for (Signal signal : signals) {
            long uncertainty = 1 + random.nextLong(random.nextBoolean() ? 20_000_000L : Scene.SECOND);
            long error = random.nextLong(2 * uncertainty) - uncertainty;
            boolean unknown = random.nextInt(5) == 0;
            estimated.add(with(
                    signal,
                    signal.id(),
                    signal.sequence(),
                    signal.observedNanos(),
                    signal.clockOffsetNanos() + error,
                    unknown ? Signal.UNKNOWN_OFFSET : uncertainty));
        }
        return estimated;
    }

    private Signal again(Signal signal) {
        long number = 1_000_000L + signal.sequence();
        return with(
                signal,
                signal.id() + "again",
                number,
                signal.observedNanos() + random.nextLong(30 * Scene.SECOND),
                signal.clockOffsetNanos(),
                signal.clockUncertaintyNanos());
    }

    private static Signal with(Signal signal, String id, long sequence, long observed, long offset, long uncertainty) {
        return new Signal(
                id,
                signal.kind(),
                signal.subject(),
                signal.reporter(),
                signal.remote(),
                signal.timeNanos(),
                signal.timeSource(),
                signal.resolutionNanos(),
                observed,
                signal.source(),
                sequence,
                offset,
                uncertainty,
                signal.details(),
                signal.text());
    }

    /** A number below the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }
}
