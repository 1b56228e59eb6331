package io.failsight.engine.testing;

import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryId;
import io.failsight.model.EntryWriter;
import io.failsight.model.IndexMapping;
import io.failsight.model.PromotedKeys;
import io.failsight.model.StorageClass;
import io.failsight.model.TimeSource;
import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes entries to a node as the collector does: real mapping, real writer, real ids. Not thread-safe. */
public final class Corpus {
    private static final long INCARNATION = 1_763_632_800_000L << 16 | 0xBEEF;

    private final NodeProcess node;
    private final HttpClient client = HttpClient.newHttpClient();
    private final EntryWriter writer = new EntryWriter();
    private final Entry entry = new Entry();
    private final Bytes body = new Bytes(1 << 16);
    private final Map<String, PromotedKeys> promoted = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private int position;

    public Corpus(NodeProcess node) {
        this.node = node;
    }

    /** Creates an entry index that refreshes each 100 ms. */
    public String createIndex(StorageClass storageClass, int number) {
        return createIndex(storageClass, number, PromotedKeys.NONE);
    }

    /** The same; some attributes get a field of their own. */
    public String createIndex(StorageClass storageClass, int number, PromotedKeys fields) {
        String name = IndexMapping.indexName(storageClass, number);
        call("PUT", "/" + name, IndexMapping.createIndexBody(1, 0, "100ms", fields));
        promoted.put(name, fields);
        return name;
    }

    /** Adds an entry to the next {@link #flush}; its sequence is its position. Returns its id. */
    public String add(String index, Instant time, Consumer<Entry> content) {
        entry.clear();
        entry.time(time.getEpochSecond() * 1_000_000_000L + time.getNano(), TimeSource.PARSED);
        entry.number(EntryField.OBSERVED, time.toEpochMilli());
        entry.number(EntryField.SEQUENCE, position);
        entry.text(EntryField.SOURCE, "syslog/10.0.0.1");
        entry.text(EntryField.COLLECTOR, "collector-1");
        entry.number(EntryField.CHECKSUM, 4711);
        content.accept(entry);
        String id = new EntryId(INCARNATION, position).toString();
        position += 100;
        body.add("{\"create\":{\"_index\":\"" + index + "\",\"_id\":\"" + id + "\"}}\n");
        writer.write(entry, body, promoted.getOrDefault(index, PromotedKeys.NONE));
        body.add('\n');
        ids.add(id);
        return id;
    }

    /** Sends what was added and makes it searchable. */
    public void flush() {
        String answer = call("POST", "/_bulk?refresh=true", body.toString());
        if (answer.contains("\"errors\":true")) {
            throw new IllegalStateException("the corpus was refused: " + answer);
        }
        body.clear();
    }

    /** Ids in order of receipt. */
    public List<String> ids() {
        return List.copyOf(ids);
    }

    /** A request to the node, with its token. */
    public String call(String method, String path, String json) {
        HttpRequest request = HttpRequest.newBuilder(node.address().resolve(path))
                .header("Authorization", "Bearer " + node.token())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
