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
 * @param searchTimeout after it OpenSearch answers with what it has found so far; the response is awaited a little longer
 */
public record StoreConfig(URI address, Optional<Path> tokenFile, Duration connectTimeout, Duration searchTimeout) {
    /** Most requests under way at once; more wait. OpenSearch on 2 cores runs 4 searches at once. */
    public static final int MAX_CONNECTIONS = 16;
    /** How much longer than OpenSearch's own limit a response is awaited. */
    public static final Duration RESPONSE_GRACE = Duration.ofSeconds(5);

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
}
