package io.failsight.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.model.IndexMapping;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What the benches ask OpenSearch besides loading. Thread-safe. */
final class Index implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_NANOS = 600_000_000_000L;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final String token;

    Index(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    JsonNode call(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 400 && response.statusCode() != 404) {
            throw new IOException(method + " " + path + ": HTTP " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** Creates an index with the mapping and settings of entries. */
    void create(String name) throws IOException, InterruptedException {
        call("PUT", "/" + name, IndexMapping.createIndexBody(1, 0, "1s"));
    }

    /** Empties everything: the first index of each class is there, and new. A collector that runs goes on writing to them. */
    void recreateAll() throws IOException, InterruptedException {
        deleteAll();
        for (StorageClass storageClass : StorageClass.values()) {
            create(IndexMapping.indexName(storageClass, 1));
        }
    }

    void deleteAll() throws IOException, InterruptedException {
        for (JsonNode index : call("GET", "/_cat/indices/failsight-*?format=json&h=index", null)) {
            call("DELETE", "/" + index.path("index").asText(), null);
        }
    }

    /** Searchable entries, 0 while there is no index. */
    long count() throws IOException, InterruptedException {
        return call("GET", "/" + IndexMapping.ALIAS + "/_count", null)
                .path("count")
                .asLong();
    }

    /** Waits until at least that many entries are searchable. */
    void awaitCount(long expected) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        long count = count();
        while (count < expected) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "only " + count + " of " + expected + " entries were searchable after 10 minutes");
            }
            Thread.sleep(100);
            count = count();
        }
        if (count > expected) {
            throw new IOException(count + " entries are searchable, " + expected + " were sent");
        }
    }

    /** Bytes on disk of an entry once its index is merged, as a closed index is. */
    double bytesPerEntry() throws IOException, InterruptedException {
        call("POST", "/" + IndexMapping.ALIAS + "/_forcemerge?max_num_segments=1", null);
        call("POST", "/" + IndexMapping.ALIAS + "/_flush?force=true", null);
        JsonNode total = call("GET", "/" + IndexMapping.ALIAS + "/_stats/store,docs", null)
                .path("_all")
                .path("primaries");
        return total.path("store").path("size_in_bytes").asDouble()
                / total.path("docs").path("count").asDouble();
    }

    @Override
    public void close() {
        client.close();
    }
}
