package io.failsight.engine.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.collector.CollectorAnswer;
import io.failsight.engine.collector.CollectorClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Asks the collector's health endpoint. Thread-safe. */
public final class CollectorHealth implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String NAME = "collector";

    private final URI address;
    private final CollectorClient questions;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * One that has not asked yet.
     *
     * @param collector address of its management interface
     * @param questions what it is asked beyond its health
     */
    public CollectorHealth(URI collector, CollectorClient questions) {
        this.questions = questions;
        this.address = collector.resolve("/q/health");
    }

    StatusAnswer.Part ask() {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200
                    ? new StatusAnswer.Part(NAME, true, "healthy" + deadLetters())
                    : new StatusAnswer.Part(
                            NAME, false, "answers, but is not healthy (HTTP " + status + "); see " + address);
        } catch (IOException e) {
            return new StatusAnswer.Part(NAME, false, "cannot be reached at " + address + "; see './failsight status'");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new StatusAnswer.Part(NAME, false, "not asked: this service is stopping");
        }
    }

    /** How many entries OpenSearch refused for good, where there are any. */
    private String deadLetters() {
        return switch (questions.get("dead-letters", Map.of("size", "0"))) {
            case CollectorAnswer.Given(JsonNode page)
            when page.path("count").asInt() > 0 ->
                "; OpenSearch refused " + page.path("count").asInt() + " entries, which are kept as dead letters";
            case CollectorAnswer.Given none -> "";
            case CollectorAnswer.Refused refused -> "";
            case CollectorAnswer.Away away -> "";
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
