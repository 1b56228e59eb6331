package io.failsight.core.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.core.timeline.SourceTimeline.Moved;
import io.failsight.model.TimeSource;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import io.failsight.model.signal.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceTimelineTest {
    private static final long START = 1_767_225_600_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final SourceTimeline timeline = new SourceTimeline();
    private final List<Moved> moved = new ArrayList<>();

    @Test
    void takesTheOffsetOff() {
        Timed timed = timeline.add(signal(1, 5, 0.1, 5, 0.05, TimeSource.PARSED), moved);
        assertEquals(START, timed.at());
        assertEquals(SECOND / 20, timed.uncertainty());
    }

    @Test
    void betterEstimateMovesWhatCameBefore() {
        timeline.add(signal(1, 5, 0.1, 4, 2, TimeSource.PARSED), moved);
        timeline.add(signal(2, 6, 1.1, 5, 0.01, TimeSource.PARSED), moved);
        assertEquals(1, moved.size());
        assertEquals(START, moved.getFirst().after().at());
    }

    @Test
    void clockThatWasSetKeepsItsOwnEstimate() {
        timeline.add(signal(1, 5, 0.1, 5, 0.01, TimeSource.PARSED), moved);
        Timed timed = timeline.add(signal(2, 1, 1.1, 0, 0.5, TimeSource.PARSED), moved);
        assertEquals(START + SECOND, timed.at());
    }

    @Test
    void orderOfReceiptIsKept() {
        timeline.add(signal(1, 3, 3.1, 0, 0.01, TimeSource.PARSED), moved);
        Timed timed = timeline.add(signal(2, 2, 3.2, 0, 0.01, TimeSource.PARSED), moved);
        assertEquals(START + 3 * SECOND, timed.at());
        assertTrue(timed.uncertainty() >= SECOND);
    }

    @Test
    void olderFileReadLateKeepsItsTimes() {
        timeline.add(signal(1, 3000, 3000.1, 0, 0.01, TimeSource.PARSED), moved);
        Timed timed = timeline.add(signal(2, 2, 3000.2, 0, 0.01, TimeSource.PARSED), moved);
        assertEquals(START + 2 * SECOND, timed.at());
    }

    @Test
    void nothingHappensAfterItsReceipt() {
        Timed future = timeline.add(signal(1, 90_000, 1, 0, 0.01, TimeSource.PARSED), moved);
        assertEquals(START + SECOND, future.at());
        Timed unset = timeline.add(signal(2, -1_767_225_000, 2, 0, 0.01, TimeSource.PARSED), moved);
        assertEquals(START + 2 * SECOND, unset.at());
    }

    @Test
    void receiptStandsInForAnUnknownClock() {
        Signal unknown = signal(1, -5, 0.1, 0, -1, TimeSource.PARSED);
        Timed timed = timeline.add(unknown, moved);
        assertEquals(unknown.observedNanos(), timed.at());
        assertTrue(timed.uncertainty() >= 5 * SECOND);
    }

    /** Between its lines time runs as the source says, however late one of them comes. */
    @Test
    void lateLineOfAnUnknownClockKeepsItsDistance() {
        timeline.add(signal(1, 4, 1, 0, -1, TimeSource.PARSED), moved);
        Timed late = timeline.add(signal(2, 8, 13, 0, -1, TimeSource.PARSED), moved);
        assertEquals(START + 5 * SECOND, late.at(), 0.1 * SECOND);
        assertTrue(late.uncertainty() >= 3 * SECOND, "the fastest line may have been late, too");
    }

    @Test
    void fasterLineMovesThoseOfAnUnknownClock() {
        Timed slow = timeline.add(signal(1, 0, 6, 0, -1, TimeSource.PARSED), moved);
        assertEquals(START + 6 * SECOND, slow.at());
        timeline.add(signal(2, 7, 7.2, 0, -1, TimeSource.PARSED), moved);
        assertEquals(1, moved.size());
        assertEquals(START + 0.2 * SECOND, moved.getFirst().after().at(), 0.1 * SECOND);
    }

    @Test
    void backlogOfAnHourKeepsItsTimes() {
        timeline.add(signal(1, 3_600, 3_600.1, 0, -1, TimeSource.PARSED), moved);
        Timed old = timeline.add(signal(2, 0, 3_600.2, 0, -1, TimeSource.PARSED), moved);
        assertEquals(START, old.at());
    }

    /** Times in seconds after the start; an uncertainty below zero is an unknown clock. */
    private static Signal signal(
            long sequence, double time, double observed, double offset, double uncertainty, TimeSource source) {
        return new Signal(
                "s" + sequence,
                SignalKind.CHECKER_DOWN,
                new Subject("", "c", "n", "", "", "r" + sequence),
                "n",
                false,
                START + Math.round(time * SECOND),
                source,
                1,
                START + Math.round(observed * SECOND),
                "source",
                sequence,
                Math.round(offset * SECOND),
                uncertainty < 0 ? Signal.UNKNOWN_OFFSET : Math.round(uncertainty * SECOND),
                Map.of(),
                "");
    }
}
