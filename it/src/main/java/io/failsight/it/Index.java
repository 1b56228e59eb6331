package io.failsight.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.model.IndexMapping;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What tests and benches ask OpenSearch, without any code of the parts that are tested. Thread-safe. */
public final class Index implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_NANOS = 600_000_000_000L;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final String token;

    public Index(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    public JsonNode call(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        // 503: an index was created this moment and its shard is still starting; nothing is found in it yet.
        boolean isEmpty = response.statusCode() == 404 || response.statusCode() == 503;
        if (response.statusCode() >= 400 && !isEmpty) {
            throw new IOException(method + " " + path + ": HTTP " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** Creates an index with the mapping and settings of entries. */
    public void create(String name) throws IOException, InterruptedException {
        call("PUT", "/" + name, IndexMapping.createIndexBody(1, 0, "1s"));
    }

    /** Empties everything: the first index of each class is there, and new. A collector that runs goes on writing to them. */
    public void recreateAll() throws IOException, InterruptedException {
        deleteAll();
        for (StorageClass storageClass : StorageClass.values()) {
            create(IndexMapping.indexName(storageClass, 1));
        }
    }

    public void deleteAll() throws IOException, InterruptedException {
        for (JsonNode index : call("GET", "/_cat/indices/failsight-*?format=json&h=index", null)) {
            call("DELETE", "/" + index.path("index").asText(), null);
        }
    }

    /** Searchable entries, 0 while there is no index. */
    public long count() throws IOException, InterruptedException {
        return call("GET", "/" + IndexMapping.ALIAS + "/_count", null)
                .path("count")
                .asLong();
    }

    /** Waits until at least that many entries are searchable. */
    public void awaitCount(long expected) throws IOException, InterruptedException {
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
    public double bytesPerEntry() throws IOException, InterruptedException {
        call("POST", "/" + IndexMapping.ALIAS + "/_forcemerge?max_num_segments=1", null);
        call("POST", "/" + IndexMapping.ALIAS + "/_flush?force=true", null);
        // Not _stats: it answers sizes that are up to ten seconds old, so of before the merge.
        double bytes = 0;
        double documents = 0;
        for (JsonNode index :
                call("GET", "/" + IndexMapping.ALIAS + "/_segments", null).path("indices")) {
            for (JsonNode segment : index.findValues("segments").getFirst()) {
                if (segment.path("committed").asBoolean()) {
                    bytes += segment.path("size_in_bytes").asDouble();
                    documents += segment.path("num_docs").asDouble();
                }
            }
        }
        return bytes / documents;
    }

    /** Makes everything that was indexed searchable now. */
    public void refresh() throws IOException, InterruptedException {
        call("POST", "/" + IndexMapping.ALIAS + "/_refresh", null);
    }

    /** Entries that match a Lucene query, newest receipt first, at most 10,000. */
    public List<JsonNode> find(String query, int size) throws IOException, InterruptedException {
        refresh();
        String body = JSON.writeValueAsString(Map.of(
                "size",
                size,
                "sort",
                List.of(Map.of("seq", "desc")),
                "query",
                Map.of("query_string", Map.of("query", query))));
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode hit : call("POST", "/" + IndexMapping.ALIAS + "/_search", body)
                .path("hits")
                .path("hits")) {
            found.add(hit.path("_source"));
        }
        return found;
    }

    /** Waits until exactly that many entries match, and gives them. */
    public List<JsonNode> await(String query, int expected) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        List<JsonNode> found = find(query, 10_000);
        while (found.size() < expected && System.nanoTime() < deadline) {
            Thread.sleep(100);
            found = find(query, 10_000);
        }
        if (found.size() != expected) {
            throw new AssertionError(found.size() + " entries match " + query + ", expected " + expected + ": "
                    + found.stream().limit(5).toList());
        }
        return found;
    }

    /** Calls back with the body of every entry there is, in the order of receipt. */
    public void forEach(Consumer<JsonNode> consumer) throws IOException, InterruptedException {
        refresh();
        long after = Long.MIN_VALUE;
        while (true) {
            String body = JSON.writeValueAsString(Map.of(
                    "size",
                    10_000,
                    "sort",
                    List.of(Map.of("seq", "asc")),
                    "search_after",
                    List.of(after),
                    "_source",
                    List.of("body")));
            JsonNode answer = call("POST", "/" + IndexMapping.ALIAS + "/_search", body);
            if (answer.has("error")) {
                throw new IOException("the index could not be read whole: " + answer);
            }
            JsonNode hits = answer.path("hits").path("hits");
            for (JsonNode hit : hits) {
                long seq = hit.path("sort").path(0).asLong();
                // Entries that share a position would be skipped here, which is what a test of identity must not hide.
                if (seq == after) {
                    throw new AssertionError("two entries have the journal position " + seq);
                }
                after = seq;
                consumer.accept(hit.path("_source"));
            }
            if (hits.isEmpty()) {
                return;
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
