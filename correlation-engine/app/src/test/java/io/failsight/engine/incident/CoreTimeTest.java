package io.failsight.engine.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CoreTimeTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private Instant wall = START;
    private long nanos;
    private final CoreTime time = new CoreTime(() -> wall, () -> nanos);

    private void pass(Duration passed) {
        wall = wall.plus(passed);
        nanos += passed.toNanos();
    }

    @Test
    void followsTheClock() {
        pass(Duration.ofSeconds(1));
        assertEquals(wall, time.now());
        pass(Duration.ofHours(9));
        assertEquals(wall, time.now(), "a machine that slept for a while is no jump of its clock");
        wall = wall.plusMillis(900);
        assertEquals(wall, time.now());
    }

    @Test
    void goesOnFromWhereItWasForAWhileWhenTheClockIsSetAhead() {
        wall = wall.plus(Duration.ofHours(1));
        pass(Duration.ofSeconds(1));
        assertEquals(START.plusSeconds(1), time.now());
        pass(CoreTime.GRACE.minusSeconds(2));
        assertEquals(START.plus(CoreTime.GRACE).minusSeconds(1), time.now());
        pass(Duration.ofSeconds(10));
        assertEquals(wall, time.now());
    }

    @Test
    void goesBackWithTheClock() {
        wall = wall.minus(Duration.ofHours(1));
        pass(Duration.ofSeconds(1));
        assertEquals(wall, time.now());
    }

    @Test
    void aheadAndBackWithinTheGraceIsAsIfNothingHadBeen() {
        wall = wall.plus(Duration.ofHours(1));
        time.now();
        pass(Duration.ofSeconds(30));
        wall = wall.minus(Duration.ofHours(1));
        assertEquals(START.plusSeconds(30), time.now());
        pass(Duration.ofSeconds(30));
        assertEquals(START.plusSeconds(60), time.now());
    }
}
