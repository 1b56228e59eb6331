package io.failsight.runtime.process;

import java.time.Duration;

/**
 * How long to wait before a part that died is started again: the first wait, doubled each time up to the longest, and
 * the first again once a run lasted long enough to count as healthy. Not thread-safe.
 */
public final class BackOff {
    private final Duration first;
    private final Duration longest;
    private final Duration healthyAfter;
    private Duration next;

    BackOff(Duration first, Duration longest, Duration healthyAfter) {
        this.first = first;
        this.longest = longest;
        this.healthyAfter = healthyAfter;
        this.next = first;
    }

    /** 1 s, 2 s, 4 s ... 30 s; 1 s again after a run of a minute. */
    public static BackOff standard() {
        return new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    /** The wait after a run of this length ended. */
    public Duration afterRunOf(Duration run) {
        Duration wait = run.compareTo(healthyAfter) >= 0 ? first : next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return wait;
    }
}
