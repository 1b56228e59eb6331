package io.failsight.engine.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps one caller from taking the machine from the others: a bucket for each caller and {@link Cost}, which fills at its rate. Generous; who meets it has
 * a program that does not wait. Thread-safe.
 */
public final class RequestLimiter {
    /** Most buckets remembered; the one unused for longest goes first, and would be full again by then. */
    static final int MAX_BUCKETS = 10_000;

    private record Key(String caller, Cost cost) {}

    private record Bucket(double left, Instant at) {}

    private final InstantSource clock;
    private final Map<Key, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Bucket> eldest) {
            return size() > MAX_BUCKETS;
        }
    };

    public RequestLimiter(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts a call; how long to wait when there were too many, empty when it may go on. */
    public synchronized Optional<Duration> take(String caller, Cost cost) {
        Instant now = clock.instant();
        Key key = new Key(caller, cost);
        Bucket bucket = buckets.get(key);
        double left = bucket == null
                ? cost.atOnce()
                : Math.min(cost.atOnce(), bucket.left() + secondsSince(bucket.at(), now) * cost.perSecond());
        if (left < 1) {
            buckets.put(key, new Bucket(left, now));
            return Optional.of(Duration.ofMillis((long) Math.ceil(1_000 * (1 - left) / cost.perSecond())));
        }
        buckets.put(key, new Bucket(left - 1, now));
        return Optional.empty();
    }

    /** None when the clock was set back. */
    private static double secondsSince(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1_000.0);
    }
}
