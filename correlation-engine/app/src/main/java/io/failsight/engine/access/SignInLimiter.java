package io.failsight.engine.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Slows down guessing: after so many failed sign-ins of one key (an address or a name) within {@link #WINDOW}, that key waits until the
 * window is over. Only a wrong password counts, never an attempt under way: right ones that come together do not lock each other out.
 * The caller bounds how many are under way, and with it how many guesses may pass the limit. Thread-safe.
 */
public final class SignInLimiter {
    /** Failed sign-ins of one name that are free: 8 guesses a minute find no password. */
    public static final int MAX_FAILURES_OF_NAME = 8;
    /** Failed sign-ins of one address that are free: more, since several people may share it. */
    public static final int MAX_FAILURES_OF_ADDRESS = 30;
    /**
     * Failed sign-ins of loopback that are free: behind a proxy or a tunnel on this machine it is everybody's address. What they cost is
     * at most 300 bcrypts a minute; guessing one name stays as slow as from elsewhere.
     */
    public static final int MAX_FAILURES_OF_LOOPBACK = 300;
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

    /** How long this key has to wait; empty when it need not. */
    public synchronized Optional<Duration> delay(String key) {
        Window window = current(key);
        return window == null || window.failures < maxFailures
                ? Optional.empty()
                : Optional.of(Duration.between(clock.instant(), window.start.plus(WINDOW)));
    }

    /** Counts a wrong password. */
    public synchronized void failed(String key) {
        Window window = current(key);
        if (window == null) {
            window = new Window(clock.instant());
            // As a new key, so that the eldest entry stays the oldest window.
            byKey.remove(key);
            byKey.put(key, window);
        }
        window.failures++;
    }

    private @Nullable Window current(String key) {
        Window window = byKey.get(key);
        return window == null || !clock.instant().isBefore(window.start.plus(WINDOW)) ? null : window;
    }
}
