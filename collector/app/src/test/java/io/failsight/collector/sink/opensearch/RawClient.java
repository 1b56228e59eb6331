package io.failsight.collector.sink.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Asks the node what is in it without any code of the sink. */
final class RawClient implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final NodeProcess node;

    RawClient(NodeProcess node) {
        this.node = node;
    }

    JsonNode call(String method, String path, @Nullable String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(node.address().resolve(path))
                .header("Authorization", "Bearer " + node.token())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return new ObjectMapper()
                    .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
