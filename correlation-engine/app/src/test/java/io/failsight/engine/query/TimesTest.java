package io.failsight.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:34:56.789Z");

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-20T12:34:56.789Z",
        "now-1h, 2026-11-20T11:34:56.789Z",
        "now+2d, 2026-11-22T12:34:56.789Z",
        "now-1w/d, 2026-11-13T00:00:00Z",
        "now/h, 2026-11-20T12:00:00Z",
        "1763632800123, 2025-11-20T10:00:00.123Z",
        "2026-11-20, 2026-11-20T00:00:00Z",
        "2026-11-20T10:15, 2026-11-20T10:15:00Z",
        "2026-11-20T10:15+01:00, 2026-11-20T09:15:00Z",
        "2026-11-20 10:15:30, 2026-11-20T10:15:30Z",
        "2026-11-20T10:15:30.123456789Z, 2026-11-20T10:15:30.123456789Z",
        "2026-11-20T10:15:30-05:00, 2026-11-20T15:15:30Z",
        "0001-01-01, 1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z, 2262-04-11T00:00:00Z",
    })
    void readsTimes(String text, String expected) {
        assertEquals(
                Optional.of(Instant.parse(expected)),
                TimeExpression.parse(text, NOW).map(TimeExpression::from));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "now-",
                "now-1y",
                "2026-13-01",
                "2026-11-20T",
                "12",
                "now-999999999w/x",
                "--",
                "Z",
                "T:"
            })
    void refusesWhatIsNoTime(String text) {
        assertEquals(Optional.empty(), TimeExpression.parse(text, NOW));
    }

    @Test
    void neverThrows() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(1, 30); n > 0; n--) {
                text.append("0123456789now-+/TZ:., dhms".charAt(random.nextInt(26)));
            }
            TimeExpression.parse(text.toString(), NOW);
        }
        assertTrue(TimeExpression.parse("now-999999999w", NOW).isPresent());
    }

    @Test
    void refusesWindowThatEndsBeforeItBegins() {
        assertEquals(TimeWindow.ALWAYS, TimeWindow.parse("", " ", NOW));
        assertThrows(QueryException.class, () -> TimeWindow.parse("now", "now-1s", NOW));
    }

    @Test
    void plansReadableBuckets() {
        assertEquals(new HistogramPlan(0, 60_000, 60), HistogramPlan.of(0, 3_600_000, 60));
        assertEquals(new HistogramPlan(0, 60_000, 60), HistogramPlan.of(1, 3_599_999, 60));
        assertEquals(1, HistogramPlan.of(5, 5, 60).count());
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            long from = random.nextLong(0, 9_000_000_000_000L);
            long until = from + random.nextLong(1, 9_000_000_000_000L);
            int most = random.nextInt(2, 500);
            HistogramPlan plan = HistogramPlan.of(from, until, most);
            assertTrue(plan.count() >= 1 && plan.count() <= most, plan + " of " + most);
            assertTrue(plan.fromMillis() <= from);
            assertTrue(plan.fromMillis() + plan.count() * plan.intervalMillis() >= until);
        }
    }

    @Test
    void keepsCursorsApart() {
        Cursor cursor = new Cursor(Long.MIN_VALUE, -5, "collector 1 \u00e4");
        String written = cursor.write("query");
        assertEquals(Optional.of(cursor), Cursor.read(written, "query"));
        assertEquals(Optional.empty(), Cursor.read("", "query"));
        assertThrows(QueryException.class, () -> Cursor.read(written, "other"));
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            char[] damaged = written.toCharArray();
            damaged[random.nextInt(damaged.length)] ^= (char) (1 << random.nextInt(7));
            if (!new String(damaged).equals(written) && !new String(damaged).isBlank()) {
                try {
                    // The last character has unused bits.
                    assertEquals(Optional.of(cursor), Cursor.read(new String(damaged), "query"));
                } catch (QueryException e) {
                    assertEquals(-1, e.position());
                }
            }
        }
    }
}
