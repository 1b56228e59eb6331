package io.failsight.collector.sink.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.model.EntryField;
import io.failsight.model.IndexMapping;
import io.failsight.model.PromotedField;
import io.failsight.model.PromotedKeys;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;

/** The entry indices in OpenSearch: list, create, delete, and the checksums of stored entries. Thread-safe; calls block. */
public final class IndexCatalog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenSearchClient client;
    private final int replicas;
    private final PromotedKeys promoted;

    /**
     * A catalogue over a client.
     *
     * @param replicas copies of each shard besides the primary: 0 on one node
     * @param promoted attributes that have a field of their own in indices that are created from now on
     */
    public IndexCatalog(OpenSearchClient client, int replicas, PromotedKeys promoted) {
        this.client = client;
        this.replicas = replicas;
        this.promoted = promoted;
    }

    /** All entry indices, lowest number first. */
    List<IndexInfo> list() throws IOException {
        JsonNode rows = call(
                "GET",
                "/_cat/indices/" + IndexMapping.INDEX_PREFIX + "*",
                Map.of("format", "json", "bytes", "b", "h", "index,pri.store.size,docs.count,creation.date,health"),
                null,
                200);
        List<IndexInfo> indices = new ArrayList<>();
        for (JsonNode row : rows) {
            IndexInfo.of(
                            row.path("index").asText(),
                            row.path("pri.store.size").asLong(),
                            row.path("docs.count").asLong(),
                            Instant.ofEpochMilli(row.path("creation.date").asLong()),
                            row.path("health").asText().equals("red"))
                    .ifPresent(indices::add);
        }
        indices.sort(Comparator.comparingInt(IndexInfo::number));
        return indices;
    }

    /** The newest index of a class. */
    Optional<IndexInfo> newest(StorageClass storageClass) throws IOException {
        return list().stream()
                .filter(index -> index.storageClass() == storageClass)
                .max(Comparator.comparingInt(IndexInfo::number));
    }

    boolean exists(String index) throws IOException {
        try (Response response = client.generic()
                .execute(Requests.builder().method("HEAD").endpoint("/" + index).build())) {
            return response.getStatus() == 200;
        }
    }

    /** Creates an index; another collector may have created it at the same moment, which is just as good. */
    void create(String index) throws IOException {
        create(index, promoted);
    }

    /** Creates an index that was there before, with the fields it had. */
    void create(String index, PromotedKeys fields) throws IOException {
        String body = IndexMapping.createIndexBody(1, replicas, "1s", fields);
        try (Response response = client.generic()
                .execute(Requests.builder()
                        .method("PUT")
                        .endpoint("/" + index)
                        .json(body)
                        .build())) {
            String answer = response.getBody().map(Body::bodyAsString).orElse("");
            if (response.getStatus() != 200 && !answer.contains("resource_already_exists_exception")) {
                throw new IOException("OpenSearch did not create the index " + index + ": HTTP " + response.getStatus()
                        + " " + answer);
            }
        }
    }

    /** The attributes that have a field of their own in an index; none where there is no such index. */
    PromotedKeys promoted(String index) throws IOException {
        JsonNode answer = call(
                "GET",
                "/" + index + "/_mapping",
                Map.of("ignore_unavailable", "true", "filter_path", "*.mappings.properties"),
                null,
                200);
        List<String> keys = new ArrayList<>();
        answer.path(index)
                .path("mappings")
                .path("properties")
                .fieldNames()
                .forEachRemaining(name -> PromotedField.ofJsonName(name).ifPresent(field -> keys.add(field.key())));
        return PromotedKeys.of(keys);
    }

    void delete(String index) throws IOException {
        call("DELETE", "/" + index, Map.of("ignore_unavailable", "true"), null, 200);
    }

    /** Tries shards again that OpenSearch gave up after five tries, as after a full disk. */
    void retryFailedShards() throws IOException {
        call("POST", "/_cluster/reroute", Map.of("retry_failed", "true", "metric", "none"), null, 200);
    }

    /** Why the primary shard of an index is not there, in OpenSearch's words. */
    String whyNotAllocated(String index) throws IOException {
        String body = JSON.writeValueAsString(Map.of("index", index, "shard", 0, "primary", true));
        JsonNode answer = call("POST", "/_cluster/allocation/explain", Map.of(), body, 200);
        JsonNode unassigned = answer.path("unassigned_info");
        String words = unassigned.path("details").asText() + " "
                + unassigned.path("last_allocation_status").asText() + " "
                + answer.path("can_allocate").asText();
        return words.strip().replaceAll("\\s+", " ");
    }

    /** Folder of an index on the disk of the only node, where this process can reach it. */
    Optional<Path> folder(String index) throws IOException {
        JsonNode nodes = call("GET", "/_nodes/settings", Map.of(), null, 200).path("nodes");
        JsonNode row = call("GET", "/_cat/indices/" + index, Map.of("format", "json", "h", "uuid"), null, 200)
                .path(0);
        if (nodes.size() != 1) {
            return Optional.empty();
        }
        JsonNode data = nodes.elements().next().path("settings").path("path").path("data");
        String first = data.isArray() ? data.path(0).asText() : data.asText();
        Path folder = Path.of(first, "nodes", "0", "indices", row.path("uuid").asText());
        return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
    }

    /** Stored checksums by id; an id that is not there is left out. Sees documents before they are refreshed. */
    Map<String, Integer> checksums(String index, List<String> ids) throws IOException {
        String body = JSON.writeValueAsString(Map.of("ids", ids));
        JsonNode answer = call(
                "POST", "/" + index + "/_mget", Map.of("_source_includes", EntryField.CHECKSUM.jsonName()), body, 200);
        Map<String, Integer> found = new HashMap<>();
        for (JsonNode document : answer.path("docs")) {
            if (document.path("found").asBoolean()) {
                found.put(
                        document.path("_id").asText(),
                        document.path("_source")
                                .path(EntryField.CHECKSUM.jsonName())
                                .asInt());
            }
        }
        return found;
    }

    /** Stored checksums by id, in whatever index an id is; everything that was answered before is seen. */
    Map<String, Integer> findEverywhere(List<String> ids) throws IOException {
        String all = "/" + IndexMapping.INDEX_PREFIX + "*";
        call("POST", all + "/_refresh", Map.of(), null, 200);
        String body = JSON.writeValueAsString(Map.of(
                "size",
                ids.size(),
                "query",
                Map.of("ids", Map.of("values", ids)),
                "_source",
                List.of(EntryField.CHECKSUM.jsonName())));
        JsonNode answer = call("POST", all + "/_search", Map.of("allow_partial_search_results", "false"), body, 200);
        Map<String, Integer> found = new HashMap<>();
        for (JsonNode hit : answer.path("hits").path("hits")) {
            found.put(
                    hit.path("_id").asText(),
                    hit.path("_source").path(EntryField.CHECKSUM.jsonName()).asInt());
        }
        return found;
    }

    /** Sends a bulk body of a few items, for what is not on the fast path. */
    BulkReply bulk(String index, String body) throws IOException {
        JsonNode answer = call("POST", "/" + index + "/_bulk", Map.of("filter_path", BulkReply.FILTER), body, 200);
        return BulkReply.parse(JSON.writeValueAsBytes(answer));
    }

    private JsonNode call(
            String method,
            String path,
            Map<String, String> query,
            @org.jspecify.annotations.Nullable String body,
            int expected)
            throws IOException {
        var request = Requests.builder().method(method).endpoint(path).query(query);
        try (Response response = client.generic()
                .execute(body == null ? request.build() : request.json(body).build())) {
            String answer = response.getBody().map(Body::bodyAsString).orElse("{}");
            if (response.getStatus() != expected) {
                throw new IOException(
                        method + " " + path + " was answered with HTTP " + response.getStatus() + ": " + answer);
            }
            return JSON.readTree(answer);
        }
    }
}
