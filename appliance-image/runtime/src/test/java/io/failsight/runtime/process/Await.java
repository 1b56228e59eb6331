package io.failsight.runtime.process;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, at most 30 seconds. */
public final class Await {
    private Await() {}

    public static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within 30 s: " + what);
            }
            Thread.sleep(10);
        }
    }
}
