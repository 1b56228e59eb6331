package io.failsight.engine.api.letters;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Entries that the index refused. */
@Schema(name = "DeadLetters", description = "Entries that OpenSearch refused for good, newest first")
public record DeadLettersAnswer(
        @Schema(description = "how many there are", examples = "3")
        int count,

        @Schema(description = "bytes that they take on disk", examples = "4096")
        long bytes,

        @Schema(description = "bytes that they may take; then the older half is dropped", examples = "268435456")
        long maxBytes,

        @Schema(description = "how many were dropped since the collector started", examples = "0")
        long dropped,

        @Schema(description = "this part of them") List<Letter> letters,

        @Schema(description = "give it as skip for the next part; -1 when this is the last", examples = "-1")
        int next) {
    /** One of them. */
    @Schema(
            name = "DeadLetter",
            description = "An entry that OpenSearch refused for good. Its texts are the sender's: untrusted")
    public record Letter(
            @Schema(description = "its identity", examples = "AaH6sAxqMbEAE71x")
            String id,

            @Schema(description = "when it was refused, the last time", examples = "2026-11-20T10:00:00Z")
            String at,

            @Schema(description = "the index that refused it", examples = "failsight-normal-000001")
            String index,

            @Schema(description = "OpenSearch's name of the error", examples = "mapper_parsing_exception")
            String error,

            @Schema(description = "OpenSearch's words", examples = "failed to parse field [host] of type [integer]")
            String reason,

            @Schema(description = "where it came from", examples = "syslog/tcp/10.0.0.7")
            String source,

            @Schema(description = "host that it names, or empty", examples = "vms-a")
            String host,

            @Schema(description = "its time", examples = "2026-11-20T09:59:59.120Z")
            String time,

            @Schema(description = "the line as it came, or its message; cut at 8,000 characters")
            String text,

            @Schema(description = "what was to be indexed, as JSON; cut at 8,000 characters")
            String document) {
        private static Letter of(JsonNode letter) {
            return new Letter(
                    letter.path("id").asText(),
                    letter.path("at").asText(),
                    letter.path("index").asText(),
                    letter.path("error").asText(),
                    letter.path("reason").asText(),
                    letter.path("source").asText(),
                    letter.path("host").asText(),
                    letter.path("time").asText(),
                    letter.path("text").asText(),
                    letter.path("document").asText());
        }
    }

    static DeadLettersAnswer of(JsonNode page) {
        List<Letter> letters = new ArrayList<>();
        page.path("letters").forEach(letter -> letters.add(Letter.of(letter)));
        return new DeadLettersAnswer(
                page.path("count").asInt(),
                page.path("bytes").asLong(),
                page.path("maxBytes").asLong(),
                page.path("dropped").asLong(),
                letters,
                page.path("next").asInt(-1));
    }
}
