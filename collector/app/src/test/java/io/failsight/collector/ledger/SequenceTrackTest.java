package io.failsight.collector.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.model.Numbering;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SequenceTrackTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MAX = Integer.MAX_VALUE;

    private SequenceTrack track = new SequenceTrack(Numbering.SYSLOG, "");
    private long now = 1_795_168_800L * SECOND;
    private long ids;

    /** Numbers that come one after another, each a millisecond after the one before. */
    private void come(long... numbers) {
        Ranges ranges = new Ranges(track.how(), new byte[0]);
        for (long number : numbers) {
            now += SECOND / 1_000;
            ranges.take(number, now);
        }
        track.take(ranges, now, () -> ++ids);
    }

    /** Numbers that were written that long ago. */
    private void comeFromBefore(long agoNanos, long... numbers) {
        Ranges ranges = new Ranges(track.how(), new byte[0]);
        for (long number : numbers) {
            ranges.take(number, now - agoNanos);
        }
        track.take(ranges, now, () -> ++ids);
    }

    private void comeWithoutTime(long... numbers) {
        Ranges ranges = new Ranges(track.how(), new byte[0]);
        for (long number : numbers) {
            ranges.take(number, Ranges.NO_TIME);
        }
        track.take(ranges, now, () -> ++ids);
    }

    private List<String> open() {
        return track.gaps().stream().filter(Gap::isOpen).map(Gap::ranges).toList();
    }

    @Test
    void numbersInARowAreNoGap() {
        come(17, 18, 19);
        come(20, 21);
        assertEquals(List.of(), track.gaps());
        assertEquals(21, track.view().last());
    }

    @Test
    void namesWhatIsMissingHowManyAndBetweenWhichTimes() {
        come(1, 2, 3);
        long after = now;
        now += 7 * SECOND;
        come(9, 10);
        Gap gap = track.gaps().getFirst();
        assertEquals("4-8", gap.ranges());
        assertEquals(5, track.view().missing());
        assertEquals(after, gap.afterNanos());
        assertEquals(now, gap.beforeNanos());
    }

    @Test
    void aLateOneClosesItsPartOfTheGap() {
        come(1, 2, 6, 7);
        comeFromBefore(SECOND / 500, 4);
        assertEquals(List.of("3, 5"), open());
        comeFromBefore(SECOND / 500, 3, 5);
        assertEquals(List.of(), open());
        assertEquals(3, track.view().late());
        assertEquals(0, track.view().missing());
        assertEquals(0, track.view().duplicates());
    }

    @Test
    void whatComesTwiceIsADuplicateAndNoRestart() {
        come(1, 2, 3, 4, 5);
        comeFromBefore(SECOND / 500, 2, 3);
        comeFromBefore(0, 4, 5);
        come(6, 7);
        assertEquals(4, track.view().duplicates());
        assertEquals(0, track.view().restarts());
        assertEquals(List.of(), track.gaps());
    }

    @Test
    void aRepetitionThatGoesOnIsNoGap() {
        come(1, 2, 3, 4, 5);
        comeFromBefore(SECOND / 250, 3, 4, 5, 6, 7);
        assertEquals(3, track.view().duplicates());
        assertEquals(7, track.view().last());
        assertEquals(List.of(), track.gaps());
    }

    @Test
    void aSenderThatBeginsAnewIsARestart() {
        come(100, 101, 102);
        now += SECOND;
        come(1, 2, 3);
        assertEquals(1, track.view().restarts());
        assertEquals(List.of(), track.gaps());
        assertEquals(0, track.view().duplicates());
    }

    @Test
    void theFirstNumbersAfterARestartMayBeMissingToo() {
        come(100, 101, 102);
        now += 10 * SECOND;
        come(4, 5);
        assertEquals(1, track.view().restarts());
        assertEquals(List.of("1-3"), open());
    }

    @Test
    void aRestartWithinTheStepOfTheClockIsSeenWhenTheClockMovesOn() {
        come(100, 101, 102);
        comeFromBefore(0, 1, 2);
        come(3, 4);
        assertEquals(1, track.view().restarts());
        assertEquals(List.of(), track.gaps());
    }

    @Test
    void withoutTimesOnlyTheFirstNumberIsARestart() {
        comeWithoutTime(50, 51, 52);
        comeWithoutTime(51);
        assertEquals(0, track.view().restarts());
        assertEquals(1, track.view().duplicates());
        comeWithoutTime(1, 2, 3);
        assertEquals(1, track.view().restarts());
    }

    @Test
    void aGapOfAFormerLifeIsNotClosedByTheNewOne() {
        come(1, 2, 6);
        now += 10 * SECOND;
        come(1, 2);
        come(7, 8);
        comeFromBefore(SECOND / 500, 4);
        assertEquals(List.of("3-5", "3, 5-6"), open());
        assertEquals(1, track.view().restarts());
    }

    @Test
    void behindTheHighestNumberComesTheFirst() {
        come(MAX - 1, MAX);
        come(1, 2);
        assertEquals(List.of(), track.gaps());
        assertEquals(0, track.view().restarts());
    }

    @Test
    void aGapOverTheHighestNumberIsNamedOnBothSides() {
        come(MAX - 3);
        come(3, 4);
        assertEquals(List.of((MAX - 2) + "-" + MAX, "1-2"), open());
        assertEquals(1, track.view().wraps());
        assertEquals(5, track.view().missing());
        assertEquals(0, track.view().restarts());
    }

    @Test
    void twoSendersThatCountAsOneAreNotBelieved() {
        for (int i = 0; i < 200; i++) {
            come(1_000 + i);
            come(5_000 + i);
        }
        assertFalse(track.view().believed());
        assertTrue(ids < 50, () -> "gaps named: " + ids);
    }

    @Test
    void aFilteredLogHasHolesAndLosesNothing() {
        track = new SequenceTrack(Numbering.WINDOWS, "Security");
        for (int i = 0; i < 3_000; i++) {
            come(10_000 + i * 3L);
        }
        assertEquals(List.of(), track.gaps());
        assertFalse(track.view().believed());
    }

    @Test
    void aLogWithoutHolesThatGetsOneHasLostSomething() {
        track = new SequenceTrack(Numbering.WINDOWS, "Security");
        come(LongStream.rangeClosed(1, 500).toArray());
        come(510, 511);
        assertEquals(List.of("501-509"), open());
    }

    @Test
    void survivesWritingAndReading() {
        come(1, 2, 6, 9);
        comeFromBefore(SECOND / 500, 4);
        Line line = new Line();
        track.write(line);
        SequenceTrack again = SequenceTrack.read(
                Objects.requireNonNull(Line.Reader.of(line.toString().strip())));
        assertEquals(track.view(), again.view());
        assertEquals(
                track.gaps().stream().map(Gap::view).toList(),
                again.gaps().stream().map(Gap::view).toList());
    }

    /** Drops, reorders and repeats at random, without restarts: what is said to be missing is exactly what never came. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void saysExactlyWhatNeverCame(long seed) {
        Random random = new Random(seed);
        long first = seed % 2 == 0 ? 1 : MAX - 150;
        int count = 400;
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i == 0 || i == count - 1 || random.nextInt(20) > 0) {
                sent.add(i);
                if (random.nextInt(20) == 0) {
                    sent.add(i);
                }
            }
        }
        for (int i = 1; i + 6 < sent.size(); i += 6) {
            Collections.shuffle(sent.subList(i, i + 5), random);
        }
        BitSet came = new BitSet(count);
        for (int i : sent) {
            came.set(i);
            long number = first + i > MAX ? first + i - MAX : first + i;
            Ranges one = new Ranges(Numbering.SYSLOG, new byte[0]);
            one.take(number, 1_000L * SECOND + i);
            track.take(one, now++, () -> ++ids);
        }
        assertEquals(count - came.cardinality(), track.view().missing(), () -> "seed " + seed + " " + track.view());
        assertEquals(sent.size() - came.cardinality(), track.view().duplicates(), () -> "seed " + seed);
        assertEquals(0, track.view().restarts(), () -> "seed " + seed);
    }
}
