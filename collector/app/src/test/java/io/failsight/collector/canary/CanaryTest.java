package io.failsight.collector.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CanaryTest {
    private static final long SECOND = 1_000_000_000L;

    private final Canary canary = new Canary("run", Duration.ofSeconds(10), Duration.ofSeconds(30));
    private final Map<String, Integer> index = new HashMap<>();
    private long now = 1_795_168_800L * SECOND;

    private String send() {
        String name = canary.next();
        canary.sent(now);
        return name;
    }

    private List<Long> search() {
        return canary.searched(now, index);
    }

    private CanaryView view() {
        return canary.view(now);
    }

    @Test
    void isDueEveryTenSecondsAndAfterTheClockWasSetBack() {
        assertTrue(canary.isDue(now));
        send();
        assertFalse(canary.isDue(now + 9 * SECOND));
        assertTrue(canary.isDue(now + 10 * SECOND));
        assertTrue(canary.isDue(now - 3_600 * SECOND));
    }

    @Test
    void measuresTheDelayOnce() {
        index.put(send(), 1);
        now += SECOND;
        assertEquals(List.of(SECOND), search());
        now += SECOND;
        assertEquals(List.of(), search());
        assertEquals(new CanaryView(1, 1, 0, 0, SECOND, 0, false), view());
    }

    @Test
    void whatWaitsIsLateAndNotLostHoweverLong() {
        for (int i = 0; i < 100; i++) {
            send();
            now += 10 * SECOND;
            search();
        }
        assertEquals(new CanaryView(100, 0, 0, 0, 0, 1_000 * SECOND, true), view());
        assertEquals(now - 1_000 * SECOND, canary.sinceNanos(now));
    }

    @Test
    void comesBackInTimeWhenTheWayIsFreeAgain() {
        for (int i = 1; i <= 12; i++) {
            index.put(send(), 1);
            now += 10 * SECOND;
        }
        assertTrue(view().late());
        assertEquals(12, search().size());
        assertFalse(view().late());
        assertEquals(0, view().lost());
        assertEquals(0, view().waitingNanos());
    }

    @Test
    void isLostWhenLaterOnesPassedItAWhileAgo() {
        send();
        for (int i = 0; i < 5; i++) {
            now += 10 * SECOND;
            index.put(send(), 1);
            search();
            assertEquals(0, view().lost(), "it may still be refreshed");
        }
        now += 10 * SECOND;
        search();
        assertEquals(0, view().lost(), "one look may have been too early");
        now += SECOND;
        search();
        assertEquals(1, view().lost());
        assertFalse(view().late());
    }

    @Test
    void countsCopiesOfThisRunAndOfTheOneBefore() {
        index.put(send(), 1);
        index.put("former-7", 1);
        search();
        assertEquals(0, view().duplicates());
        index.put("run-1", 3);
        index.put("former-7", 2);
        search();
        search();
        assertEquals(3, view().duplicates());
        index.put("new-9", 2);
        search();
        assertEquals(4, view().duplicates());
        index.put("run-1", 4);
        search();
        assertEquals(5, view().duplicates());
    }

    @Test
    void wordsOfOthersDoNoHarm() {
        send();
        index.put("run-", 1);
        index.put("run-x", 1);
        index.put("run-99", 1);
        index.put("", 5);
        now += SECOND;
        assertEquals(List.of(), search());
        assertEquals(0, view().found());
    }

    @Test
    void keepsABoundedNumberOfThoseThatWait() {
        for (int i = 0; i < Canary.MAX_WAITING + 10; i++) {
            send();
            now += 10 * SECOND;
        }
        assertEquals(10, view().lost());
    }
}
