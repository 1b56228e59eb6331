package io.failsight.collector.sink.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class BelievedTimeTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private Instant wall = START;
    private long nanos;
    private final BelievedTime believed = new BelievedTime(() -> wall, () -> nanos);

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void followsAClockThatGoesAsItShould() {
        assertEquals(wall, believed.now(START.minusSeconds(3_600)));
        pass(Duration.ofHours(3));
        assertEquals(wall, believed.now(null));
        wall = wall.plusSeconds(90); // NTP sets it
        assertEquals(wall, believed.now(null));
    }

    @Test
    void believesAJumpAheadOnlyAfterItHasLastedForADay() {
        believed.now(START);
        wall = wall.plus(Duration.ofDays(365));
        assertEquals(START, believed.now(null));
        pass(Duration.ofHours(23));
        assertEquals(START.plus(Duration.ofHours(23)), believed.now(null));
        pass(Duration.ofHours(1));
        assertEquals(wall, believed.now(null));
    }

    @Test
    void aJumpAheadAndBackLeavesNoTrace() {
        believed.now(START);
        wall = wall.plus(Duration.ofHours(1));
        pass(Duration.ofMinutes(30));
        assertEquals(START.plus(Duration.ofMinutes(30)), believed.now(null));
        wall = wall.minus(Duration.ofHours(1));
        assertEquals(wall, believed.now(null));
    }

    @Test
    void aStepBackIsBelievedAtOnceAndTheWayBackIsAJump() {
        believed.now(START);
        wall = wall.minus(Duration.ofHours(1));
        assertEquals(wall, believed.now(null));
        wall = wall.plus(Duration.ofHours(1));
        assertEquals(wall.minus(Duration.ofHours(1)), believed.now(null));
    }

    @Test
    void doubtsATimeThatIsMoreThanADayAfterTheNewestIndexAtTheStart() {
        Instant newest = START.minus(Duration.ofDays(300));
        assertEquals(newest, believed.now(newest));
        pass(Duration.ofDays(1));
        assertEquals(wall, believed.now(newest));
    }

    @Test
    void anIndexFromTheFutureSaysNothing() {
        assertEquals(START, believed.now(START.plus(Duration.ofDays(300))));
    }
}
