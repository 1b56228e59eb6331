package io.failsight.engine.testing;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, bounded. Stateless. */
public final class Await {
    private static final int STEPS = 6_000;
    private static final long STEP_NANOS = 10_000_000;

    private Await() {}

    /** Returns when the condition holds; fails after a minute. */
    public static void until(String what, BooleanSupplier condition) {
        for (int i = 0; i < STEPS; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        throw new AssertionError("never came: " + what);
    }
}
