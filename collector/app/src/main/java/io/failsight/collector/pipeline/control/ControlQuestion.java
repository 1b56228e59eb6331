package io.failsight.collector.pipeline.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * What an engine asks. Immutable.
 *
 * @param parameters of the query, the first value of each
 * @param body JSON; a missing node where there was none
 */
public record ControlQuestion(Map<String, String> parameters, JsonNode body) {
    public ControlQuestion {
        parameters = Map.copyOf(parameters);
    }

    /** A parameter that is there and not empty. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }
}
