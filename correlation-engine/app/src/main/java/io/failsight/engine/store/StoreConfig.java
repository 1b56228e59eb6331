package io.failsight.engine.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How OpenSearch is reached.
 *
 * @param address of its REST interface, such as {@code http://127.0.0.1:9200}
 * @param tokenFile file with the token that every request carries; empty where none is needed
 * @param connectTimeout after it a node counts as down
 * @param searchTimeout longest wait for an answer, with all that belongs to it; OpenSearch itself gets {@link #nodeTimeout}
 */
public record StoreConfig(URI address, Optional<Path> tokenFile, Duration connectTimeout, Duration searchTimeout) {
    /** Most requests under way at once; more wait. OpenSearch on 2 cores runs 4 searches at once. */
    public static final int MAX_CONNECTIONS = 16;
    /** How much earlier than we give up OpenSearch stops by itself, and answers with what it has found so far. */
    public static final Duration RESPONSE_GRACE = Duration.ofSeconds(2);
    /** Longest wait for a question about the state: an operator who asks how things are shall know soon. */
    public static final Duration STATE_TIMEOUT = Duration.ofMillis(2_500);

    public StoreConfig {
        if (connectTimeout.isNegative() || connectTimeout.isZero() || searchTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "timeouts of OpenSearch must be at least 1 ms, were " + connectTimeout + " and " + searchTimeout);
        }
        if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
            throw new IllegalArgumentException(
                    "failsight.opensearch.url must start with http:// or https://, was " + address);
        }
    }

    /** After it OpenSearch answers with what it has found so far. */
    Duration nodeTimeout() {
        Duration early = searchTimeout.minus(RESPONSE_GRACE);
        Duration half = searchTimeout.dividedBy(2);
        return early.compareTo(half) > 0 ? early : half;
    }
}
