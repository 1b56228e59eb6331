package io.failsight.core.timeline;

import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;

/**
 * A signal with its place on the collector's time scale. Immutable; the natural order is total and the same on every machine.
 *
 * @param signal the signal
 * @param at corrected time in nanoseconds since the epoch
 * @param uncertainty half-width: the truth is within {@code at ± uncertainty}
 */
public record Timed(Signal signal, long at, long uncertainty) implements Comparable<Timed> {
    public SignalKind kind() {
        return signal.kind();
    }

    public String id() {
        return signal.id();
    }

    @Override
    public int compareTo(Timed other) {
        int byTime = Long.compare(at, other.at);
        if (byTime != 0) {
            return byTime;
        }
        int bySource = signal.source().compareTo(other.signal.source());
        return bySource != 0 ? bySource : compareWithinSource(signal, other.signal);
    }

    /** Order of receipt; signals of one entry ({@code x}, {@code x#2}, {@code x#10}) in the order in which its rule gives them. */
    static int compareWithinSource(Signal left, Signal right) {
        int bySequence = Long.compare(left.sequence(), right.sequence());
        if (bySequence != 0) {
            return bySequence;
        }
        int byLength = Integer.compare(left.id().length(), right.id().length());
        return byLength != 0 ? byLength : left.id().compareTo(right.id());
    }
}
