package io.failsight.engine.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the collector's health endpoint. Thread-safe. */
public final class CollectorHealth implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String NAME = "collector";

    private final URI address;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** @param collector address of the collector's management interface */
    public CollectorHealth(URI collector) {
        this.address = collector.resolve("/q/health");
    }

    StatusAnswer.Part ask() {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200
                    ? new StatusAnswer.Part(NAME, true, "healthy")
                    : new StatusAnswer.Part(
                            NAME, false, "answers, but is not healthy (HTTP " + status + "); see " + address);
        } catch (IOException e) {
            return new StatusAnswer.Part(NAME, false, "cannot be reached at " + address + "; see './failsight status'");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new StatusAnswer.Part(NAME, false, "not asked: this service is stopping");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
