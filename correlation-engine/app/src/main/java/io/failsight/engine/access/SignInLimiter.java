package io.failsight.engine.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down guessing: after so many failed sign-ins of one key (an address or a name) within {@link #WINDOW}, that key waits until the
 * window is over. An attempt is counted before the password is looked at, so that many at once gain nothing.
 * Thread-safe.
 */
public final class SignInLimiter {
    /** Failed sign-ins of one name that are free: 8 guesses a minute find no password. */
    public static final int MAX_FAILURES_OF_NAME = 8;
    /** Failed sign-ins of one address that are free: more, since several people may share it. */
    public static final int MAX_FAILURES_OF_ADDRESS = 30;
    /** How long failures count. */
    public static final Duration WINDOW = Duration.ofMinutes(1);
    /** Most keys remembered; the oldest go first. */
    static final int MAX_KEYS = 20_000;

    private static final class Window {
        private final Instant start;
        private int failures;

        Window(Instant start) {
            this.start = start;
        }
    }

    private final int maxFailures;
    private final InstantSource clock;
    private final Map<String, Window> byKey = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /** @param maxFailures failed sign-ins of one key that are free */
    public SignInLimiter(int maxFailures, InstantSource clock) {
        this.maxFailures = maxFailures;
        this.clock = clock;
    }

    /** Counts an attempt as failed until {@link #succeeded} says otherwise; says how long to wait where there were too many. */
    public synchronized Optional<Duration> attempt(String key) {
        Instant now = clock.instant();
        Window window = byKey.get(key);
        if (window == null || !now.isBefore(window.start.plus(WINDOW))) {
            byKey.remove(key);
            window = new Window(now);
            byKey.put(key, window);
        }
        if (window.failures >= maxFailures) {
            return Optional.of(Duration.between(now, window.start.plus(WINDOW)));
        }
        window.failures++;
        return Optional.empty();
    }

    /** Takes the attempt back: the password was right. */
    public synchronized void succeeded(String key) {
        Window window = byKey.get(key);
        if (window != null && window.failures > 0) {
            window.failures--;
        }
    }
}
