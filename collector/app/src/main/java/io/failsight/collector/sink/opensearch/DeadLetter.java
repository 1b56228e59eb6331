package io.failsight.collector.sink.opensearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry that OpenSearch refused for good. Immutable.
 *
 * @param at when it was refused, the last time
 * @param id of the entry
 * @param index that refused it
 * @param error OpenSearch's name of the error
 * @param reason OpenSearch's words
 * @param document the entry as it was to be indexed, JSON
 */
public record DeadLetter(Instant at, String id, String index, String error, String reason, String document) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The line that stands for it in the store, line end included. */
    byte[] line() {
        String line = JSON.createObjectNode()
                .put("at", at.toString())
                .put("id", id)
                .put("index", index)
                .put("error", error)
                .put("reason", reason)
                .put("document", document)
                .toString();
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a line of the store; empty when it is none. */
    static Optional<DeadLetter> parse(byte[] line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (!node.path("id").isTextual() || !node.path("document").isTextual()) {
                return Optional.empty();
            }
            return Optional.of(new DeadLetter(
                    Instant.parse(node.path("at").asText()),
                    node.path("id").asText(),
                    node.path("index").asText(),
                    node.path("error").asText(),
                    node.path("reason").asText(),
                    node.path("document").asText()));
        } catch (java.io.IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The document as a tree; a missing node when it is no JSON. */
    JsonNode tree() {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** A field of the document as text; empty when it is not there. */
    public String field(EntryField field) {
        return tree().path(field.jsonName()).asText("");
    }

    /** The same, refused again. */
    DeadLetter refusedAgain(Instant now, String byIndex, String newError, String newReason) {
        return new DeadLetter(now, id, byIndex, newError, newReason, document);
    }
}
