package io.failsight.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.model.IndexMapping;
import java.time.Duration;
import java.util.Map;

/** How OpenSearch fares. Thread-safe. */
public final class StoreState {
    private final StoreConnection connection;

    public StoreState(StoreConnection connection) {
        this.connection = connection;
    }

    /**
     * What is kept.
     *
     * @param health green (all copies there), yellow (a copy is missing, nothing is lost), red (a part cannot be searched)
     * @param indices how many entry indices there are
     * @param entries how many entries they hold
     * @param bytes how much disk they take
     */
    public record Contents(String health, int indices, long entries, long bytes) {}

    /** Asks for the state of the cluster and the size of the entry indices; takes {@link StoreConfig#STATE_TIMEOUT} at most. */
    public Contents contents() throws StoreException {
        long end = System.nanoTime() + StoreConfig.STATE_TIMEOUT.toNanos();
        JsonNode health = connection.call(
                "GET",
                "/_cluster/health",
                Map.of("filter_path", "status", "timeout", "2s"),
                null,
                StoreConfig.STATE_TIMEOUT);
        JsonNode stats = connection.call(
                "GET",
                "/" + IndexMapping.INDEX_PREFIX + "*/_stats/docs,store",
                Map.of("filter_path", "_all.primaries,indices.*.uuid", "expand_wildcards", "open"),
                null,
                Duration.ofNanos(end - System.nanoTime()));
        JsonNode all = stats.path("_all").path("primaries");
        return new Contents(
                health.path("status").asText("unknown"),
                stats.path("indices").size(),
                all.path("docs").path("count").asLong(),
                all.path("store").path("size_in_bytes").asLong());
    }
}
