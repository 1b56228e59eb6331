package io.failsight.collector.receive.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RatesTest {
    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final Rates rates = new Rates(1_000, () -> now);

    @Test
    void savesUpFourSecondsAndEarnsTheRest() {
        Rates.Allowance allowance = rates.of("a");
        assertEquals(0, allowance.spend(4_000));
        assertEquals(SECOND / 2, allowance.spend(500), "half a second in debt");
        now += SECOND;
        assertEquals(500, allowance.left());
        now += 100 * SECOND;
        assertEquals(4_000, allowance.left());
    }

    @Test
    void takesWholeRequestsOrNone() {
        Rates.Allowance allowance = rates.of("a");
        assertTrue(allowance.tryTake(3_000));
        assertFalse(allowance.tryTake(1_001));
        assertTrue(allowance.tryTake(1_000));
        now += 4 * SECOND;
        assertTrue(allowance.tryTake(50_000), "what is larger than all that can be saved passes in time");
        now += 40 * SECOND;
        assertFalse(allowance.tryTake(2_000), "and is paid for");
    }

    @Test
    void allConnectionsOfASenderShareOneAllowance() {
        assertSame(rates.of("a"), rates.of("a"));
        assertNotSame(rates.of("a"), rates.of("b"));
    }

    @Test
    void forgedAddressesFillNoHeap() {
        for (int i = 0; i < Rates.MAX_SENDERS; i++) {
            rates.of("forged-" + i).spend(1);
        }
        assertSame(rates.of("one more"), rates.of("and another"));
        now += SECOND;
        assertNotSame(rates.of("one more"), rates.of("and another"), "those that are quiet again were forgotten");
    }
}
