package io.failsight.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {
    @Test
    void doublesUpToThirtySeconds() {
        BackOff backOff = BackOff.standard();
        List<Long> waits = Stream.generate(
                        () -> backOff.afterRunOf(Duration.ofSeconds(2)).toSeconds())
                .limit(7)
                .toList();
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L), waits);
    }

    @Test
    void beginsAnewAfterARunOfAMinute() {
        BackOff backOff = BackOff.standard();
        for (int i = 0; i < 5; i++) {
            backOff.afterRunOf(Duration.ZERO);
        }
        assertEquals(Duration.ofSeconds(1), backOff.afterRunOf(Duration.ofMinutes(1)));
        assertEquals(Duration.ofSeconds(2), backOff.afterRunOf(Duration.ofSeconds(59)));
    }
}
