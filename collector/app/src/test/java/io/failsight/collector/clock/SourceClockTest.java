package io.failsight.collector.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceClockTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long START = 1_795_168_800L * SECOND;

    private final SourceClock clock = new SourceClock();
    private long now = START;

    /** A source that writes with an offset and a step, whose lines wait a random while of at least 1 ms. */
    private void speak(long seconds, long everyMillis, long offset, long step, long longestDelayMillis, Random random) {
        for (long end = now + seconds * SECOND; now < end; now += everyMillis * MILLI) {
            long jitter = (long) (random.nextDouble() * everyMillis * MILLI / 2);
            long written = Math.floorDiv(now + jitter + offset, step) * step;
            long delay = MILLI + (long) (Math.pow(random.nextDouble(), 2) * longestDelayMillis * MILLI);
            clock.observe(now + jitter + delay, written, 1, false);
        }
    }

    private ClockEstimate estimate() {
        return clock.estimate(now);
    }

    private void assertHolds(long trueOffset) {
        ClockEstimate estimate = estimate();
        assertTrue(estimate.isKnown(), "known");
        assertTrue(
                Math.abs(estimate.offsetNanos() - trueOffset) <= estimate.uncertaintyNanos(),
                () -> "true offset " + trueOffset + " is not within " + estimate);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "0, 1000",
        "250, 1",
        "-250, 1",
        "3000, 1",
        "-3000, 1",
        "3000, 1000",
        "-3000, 1000",
        "90000, 1",
        "-90000, 1000",
        "-100000000, 1"
    })
    void theTrueOffsetLiesWithinTheUncertainty(long offsetMillis, long stepMillis) {
        for (int seed = 0; seed < 20; seed++) {
            speak(300, 200, offsetMillis * MILLI, stepMillis * MILLI, 800, new Random(seed));
            assertHolds(offsetMillis * MILLI);
        }
    }

    @Test
    void uncertaintyIsSmallForABusySourceAndASecondForWholeSeconds() {
        speak(300, 20, 0, MILLI, 50, new Random(1));
        assertTrue(estimate().uncertaintyNanos() < 120 * MILLI, () -> estimate().toString());
        assertEquals(MILLI, estimate().resolutionNanos());
        SourceClock coarse = new SourceClock();
        for (int i = 0; i < 1_000; i++) {
            coarse.observe(START + i * SECOND / 2, (START + i * SECOND / 2) / SECOND * SECOND, 1, true);
        }
        ClockEstimate estimate = coarse.estimate(START + 500 * SECOND);
        assertEquals(SECOND, estimate.resolutionNanos());
        assertTrue(estimate.uncertaintyNanos() >= SECOND / 2, estimate::toString);
        assertEquals(0, estimate.apartNanos());
    }

    @Test
    void slowDeliveryIsNoClockBehind() {
        speak(600, 1_000, 0, MILLI, 20_000, new Random(3));
        assertHolds(0);
        assertEquals(0, estimate().apartNanos());
    }

    @Test
    void anOldLogIsNoClockBehind() {
        for (int i = 0; i < 100_000; i++) {
            clock.observe(START + i * 4 * MILLI, START - 10 * 86_400L * SECOND + i * 8L * SECOND, 1, false);
        }
        assertFalse(clock.estimate(START + 400 * SECOND).isKnown());
    }

    @Test
    void anOldLogBesideLiveLinesChangesNothing() {
        speak(120, 100, 40 * MILLI, MILLI, 50, new Random(4));
        ClockEstimate before = estimate();
        for (int i = 0; i < 10_000; i++) {
            clock.observe(now - i % 100, START - 86_400L * SECOND + i * SECOND, 1, false);
        }
        assertEquals(before.offsetNanos(), estimate().offsetNanos(), MILLI);
    }

    @Test
    void aBacklogThatIsWorkedOffIsNoClockBehind() {
        for (int i = 0; i < 6_000; i++) {
            long received = START + i * 100L * MILLI;
            long behind = (6_000 - i) * 600L * MILLI; // an hour, worked off within ten minutes
            clock.observe(received, received - behind, 1, false);
            if (i % 300 == 0) {
                ClockEstimate estimate = clock.estimate(received);
                assertFalse(estimate.isKnown() && estimate.apartNanos() > 0, estimate::toString);
            }
        }
    }

    @Test
    void oneLineWithATimeInTheFutureMovesNothing() {
        speak(90, 100, 0, MILLI, 50, new Random(5));
        clock.observe(now, now + 3 * 3_600L * SECOND, 1, false);
        assertHolds(0);
        speak(60, 100, 0, MILLI, 50, new Random(6));
        assertHolds(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {2_500, -2_500, 20_000, -20_000})
    void aClockThatJumpsShowsWithinMinutesAndAgainWhenSetRight(long millis) {
        speak(300, 100, 0, MILLI, 100, new Random(7));
        speak(180, 100, millis * MILLI, MILLI, 100, new Random(8));
        assertHolds(millis * MILLI);
        assertTrue(estimate().apartNanos() > 2 * SECOND);
        speak(180, 100, 0, MILLI, 100, new Random(9));
        assertHolds(0);
    }

    @Test
    void aClockThatDriftsIsFollowed() {
        Random random = new Random(10);
        for (int minute = 0; minute < 180; minute++) {
            speak(60, 500, minute * 60L * 80 * MILLI / 1_000, MILLI, 200, random); // 80 ppm
        }
        assertHolds(179 * 60L * 80 * MILLI / 1_000);
    }

    @Test
    void aQuietSourceIsJudgedByWhatItSaysInTwoHours() {
        Random random = new Random(11);
        speak(7_200, 600_000, 4_000 * MILLI, MILLI, 20, random);
        assertHolds(4_000 * MILLI);
    }

    @Test
    void aFewLinesThatAlwaysComeLateAreNoClockBehind() {
        for (int i = 0; i < 12; i++) {
            clock.observe(START + i * 600 * SECOND, START + (i * 600 - 40) * SECOND + 7 * MILLI, 1, false);
        }
        assertFalse(clock.estimate(START + 7_200 * SECOND).isKnown());
    }

    @Test
    void wholeQuarterHoursOfAssumedTimesAreAWrongZone() {
        for (int quarters : new int[] {4, -4, 22, -32, 1}) {
            SourceClock zoned = new SourceClock();
            long offset = quarters * 900L * SECOND + 300 * MILLI;
            for (int i = 0; i < 600; i++) {
                long at = START + i * SECOND / 2;
                zoned.observe(at + MILLI, (at + offset) / SECOND * SECOND, 1, true);
            }
            ClockEstimate estimate = zoned.estimate(START + 300 * SECOND);
            assertEquals(quarters * 900L * SECOND, estimate.zoneNanos());
            assertTrue(Math.abs(estimate.offsetNanos() - offset) <= estimate.uncertaintyNanos(), estimate::toString);
            assertEquals(0, estimate.apartNanos(), "the clock is right");
        }
    }

    @Test
    void wholeHoursOfStatedZonesAreTheClocksOwn() {
        speak(300, 100, 3_600 * SECOND, MILLI, 10, new Random(12));
        assertEquals(0, estimate().zoneNanos());
        assertTrue(estimate().apartNanos() > 3_599 * SECOND);
    }

    @Test
    void theSameArrivalsAgainInAnyOrderChangeNothing() {
        SourceClock again = new SourceClock();
        Random random = new Random(13);
        for (int i = 0; i < 3_000; i++) {
            long at = START + i * 100L * MILLI;
            long delay = (long) (random.nextDouble() * 300 * MILLI);
            clock.observe(at + delay, at, 1, false);
            again.observe(at + delay, at, 1, false);
        }
        random = new Random(13);
        for (int i = 0; i < 3_000; i++) {
            long at = START + i * 100L * MILLI;
            again.observe(at + (long) (random.nextDouble() * 300 * MILLI), at, 0, false);
        }
        assertEquals(clock.estimate(START + 300 * SECOND), again.estimate(START + 300 * SECOND));
    }

    @Test
    void gradesHoldUntilItIsClearlyBetter() {
        assertEquals(ClockGrade.TOGETHER, ClockGrade.TOGETHER.next(999 * MILLI));
        assertEquals(ClockGrade.WARNING, ClockGrade.TOGETHER.next(SECOND));
        assertEquals(ClockGrade.WARNING, ClockGrade.WARNING.next(800 * MILLI));
        assertEquals(ClockGrade.TOGETHER, ClockGrade.WARNING.next(600 * MILLI));
        assertEquals(ClockGrade.CRITICAL, ClockGrade.WARNING.next(5 * SECOND));
        assertEquals(ClockGrade.CRITICAL, ClockGrade.CRITICAL.next(4 * SECOND));
        assertEquals(ClockGrade.WARNING, ClockGrade.CRITICAL.next(3 * SECOND));
        assertEquals(ClockGrade.TOGETHER, ClockGrade.CRITICAL.next(0));
    }
}
