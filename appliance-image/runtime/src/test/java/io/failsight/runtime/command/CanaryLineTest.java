package io.failsight.runtime.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CanaryLineTest {
    private static String metrics(int late, int found, int lost) {
        return """
                # HELP failsight_canary_late 1 while a canary entry waits for too long
                # TYPE failsight_canary_late gauge
                failsight_canary_late %d.0
                failsight_canary_found_total %d.0
                failsight_canary_lost_total{a="b c"} %d.0
                failsight_canary_waiting_seconds 45.25
                failsight_canary_last_delay_seconds 1.4123
                failsight_canary_delay_seconds_bucket{le="1.0"} 3.0
                failsight_clock 3
                """.formatted(late, found, lost);
    }

    @Test
    void saysHowLongTheLastOneTook() {
        assertEquals(Optional.of("searchable after 1.4 s"), CanaryLine.words(metrics(0, 5, 0)));
    }

    @Test
    void saysThatItIsLateAndWhatWasLost() {
        assertEquals(
                Optional.of("late: what came in 45.3 s ago cannot be searched yet; the journal keeps it, 2 lost"),
                CanaryLine.words(metrics(1, 5, 2)));
    }

    @Test
    void saysNothingWhereThereIsNone() {
        assertEquals(Optional.empty(), CanaryLine.words("failsight_received_total 3.0\n"));
        assertEquals(Optional.of("none was searched yet"), CanaryLine.words(metrics(0, 0, 0)));
    }
}
