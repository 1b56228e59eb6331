package io.failsight.collector.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.receive.FakeBatchConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SilenceWatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final FakeBatchConsumer intake = new FakeBatchConsumer();
    private final Expectation expected = new Expectation(Expectation.By.NODE, "n1", Duration.ofMinutes(5));
    private long now = 1_000_000 * SECOND;
    private long readUpTo = now;

    private SilenceWatch watch(Map<String, String> cursors) {
        Announcer announcer = new Announcer(intake, () -> Instant.ofEpochSecond(0, now), cursors);
        return new SilenceWatch(List.of(expected), announcer, () -> readUpTo);
    }

    private void pass(long seconds) {
        now += seconds * SECOND;
        readUpTo = now;
    }

    @Test
    void tellsSilenceOnceAndTheEndOfIt() {
        SilenceWatch watch = watch(Map.of());
        expected.heard(now);
        pass(299);
        watch.look();
        assertEquals(List.of(), intake.records());
        pass(2);
        watch.look();
        watch.look();
        assertEquals(1, intake.records().size());
        assertTrue(intake.records().getFirst().contains("Source n1 is silent: nothing came since"));
        pass(100);
        expected.heard(now);
        watch.look();
        watch.look();
        assertEquals(2, intake.records().size());
        assertTrue(intake.records().get(1).contains("Source n1 speaks again"));
    }

    @Test
    void aRestartGivesGraceAndForgetsNothing() {
        SilenceWatch quietBefore = watch(Map.of("failsight/silence/n1", "silent"));
        pass(400);
        quietBefore.look();
        assertEquals(List.of(), intake.records(), "it was said before the restart");
        expected.heard(now);
        quietBefore.look();
        assertTrue(intake.records().getFirst().contains("speaks again"));
        SilenceWatch fresh = watch(Map.of());
        pass(250);
        fresh.look();
        assertEquals(1, intake.records().size(), "grace after a restart");
    }

    @Test
    void accusesNobodyWhileTheJournalIsNotRead() {
        SilenceWatch watch = watch(Map.of());
        expected.heard(now);
        now += 3_600 * SECOND; // and readUpTo stands
        watch.look();
        assertEquals(List.of(), intake.records());
    }

    @Test
    void aClockThatIsSetMakesNobodySilentAndSilenceIsStillFound() {
        for (long jump : new long[] {3_600, -3_600}) {
            int before = intake.records().size();
            SilenceWatch watch = watch(Map.of());
            long[] monotonic = {0};
            ClockJump clock = new ClockJump(() -> now, () -> monotonic[0]);
            expected.heard(now);
            pass(10 + jump);
            monotonic[0] += 10 * SECOND;
            assertEquals(jump * SECOND, clock.look());
            watch.clockWasSet();
            watch.look();
            for (int look = 0; look < 60; look++) {
                pass(10);
                monotonic[0] += 10 * SECOND;
                assertEquals(0, clock.look());
                expected.heard(now - SECOND);
                watch.look();
            }
            assertEquals(before, intake.records().size(), "it spoke all the time");
            pass(310);
            watch.look();
            assertEquals(before + 1, intake.records().size(), "and falls silent as ever");
            assertTrue(intake.records().getLast().contains("Source n1 is silent"));
        }
    }

    @Test
    void saysItAgainWhenTheJournalHadNoRoom() {
        SilenceWatch watch = watch(Map.of());
        pass(301);
        intake.putOff(1);
        watch.look();
        assertEquals(List.of(), intake.records());
        watch.look();
        assertEquals(1, intake.records().size());
        assertTrue(intake.records().getFirst().contains("nothing came since the collector's start"));
    }
}
