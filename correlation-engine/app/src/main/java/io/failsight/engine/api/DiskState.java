package io.failsight.engine.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.collector.CollectorAnswer;
import io.failsight.engine.collector.CollectorClient;
import java.util.Map;
import java.util.Optional;

/** Asks the collector how the disk of the data folder fares. Thread-safe. */
public final class DiskState {
    private final CollectorClient collector;

    public DiskState(CollectorClient collector) {
        this.collector = collector;
    }

    /** Its answer; empty where it gives none. */
    Optional<StatusAnswer.Disk> ask() {
        return switch (collector.get("disk", Map.of())) {
            case CollectorAnswer.Given(JsonNode body) ->
                Optional.of(new StatusAnswer.Disk(
                        body.path("step").asText(),
                        body.path("usedShare").asDouble(),
                        body.path("freeBytes").asLong(),
                        body.path("consequence").asText(),
                        body.path("path").asText()));
            case CollectorAnswer.Refused refused -> Optional.empty();
            case CollectorAnswer.Away away -> Optional.empty();
        };
    }
}
