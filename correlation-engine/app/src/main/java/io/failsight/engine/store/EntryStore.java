package io.failsight.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.failsight.engine.query.Cursor;
import io.failsight.engine.query.IndexQuery;
import io.failsight.engine.query.TimeWindow;
import io.failsight.model.EntryField;
import io.failsight.model.IndexMapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds entries over all indices behind the alias. Thread-safe. */
public final class EntryStore {
    /** Matches are counted exactly up to here; counting all of them would cost more than finding the page. */
    public static final int MAX_EXACT_TOTAL = 10_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PATH = "/" + IndexMapping.ALIAS + "/_search";

    private final StoreConnection connection;

    public EntryStore(StoreConnection connection) {
        this.connection = connection;
    }

    /** One page of entries by time; entries of the same nanosecond by their order of receipt. */
    public EntryPage search(EntrySearch search) throws StoreException {
        ObjectNode body = page(IndexQueryJson.write(search.query(), search.window()), search.size());
        body.put("track_total_hits", MAX_EXACT_TOTAL);
        String order = search.newestFirst() ? "desc" : "asc";
        sort(body, order, EntryField.TIME, EntryField.SEQUENCE, EntryField.COLLECTOR);
        search.after().ifPresent(cursor -> body.set("search_after", searchAfter(cursor)));
        JsonNode answer = search(body);
        JsonNode hits = answer.path("hits").path("hits");
        return new EntryPage(
                answer.path("hits").path("total").path("value").asLong(),
                answer.path("hits").path("total").path("relation").asText().equals("gte"),
                isIncomplete(answer),
                entries(hits),
                hits.size() < search.size()
                        ? Optional.empty()
                        : Optional.of(cursor(hits.path(hits.size() - 1).path("sort"))));
    }

    /** The entry of that id, wherever it is kept. */
    public Optional<Map<String, Object>> byId(String id) throws StoreException {
        JsonNode answer = search(page(IndexQueryJson.write(new IndexQuery.Ids(List.of(id))), 1));
        return entries(answer.path("hits").path("hits")).stream().findFirst();
    }

    /** The entry with what its source sent right before and after it; empty when there is no such entry. */
    public Optional<Neighbours> neighbours(String id, int before, int after) throws StoreException {
        Optional<Map<String, Object>> found = byId(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> entry = found.get();
        List<Map<String, Object>> older = new ArrayList<>(beside(entry, before, true));
        Collections.reverse(older);
        return Optional.of(new Neighbours(older, entry, beside(entry, after, false)));
    }

    private List<Map<String, Object>> beside(Map<String, Object> entry, int size, boolean older) throws StoreException {
        if (size == 0
                || !(entry.get(EntryField.SOURCE.jsonName()) instanceof String source)
                || !(entry.get(EntryField.SEQUENCE.jsonName()) instanceof Long sequence)) {
            return List.of();
        }
        List<IndexQuery> filters = new ArrayList<>();
        filters.add(new IndexQuery.Term(EntryField.SOURCE, source));
        if (entry.get(EntryField.COLLECTOR.jsonName()) instanceof String collector) {
            filters.add(new IndexQuery.Term(EntryField.COLLECTOR, collector));
        }
        filters.add(
                older
                        ? new IndexQuery.Between(EntryField.SEQUENCE, null, sequence - 1)
                        : new IndexQuery.Between(EntryField.SEQUENCE, sequence + 1, null));
        ObjectNode body = page(IndexQueryJson.filter(filters), size);
        body.put("track_total_hits", false);
        sort(body, older ? "desc" : "asc", EntryField.SEQUENCE);
        return entries(search(body).path("hits").path("hits"));
    }

    /** Entries received since a time, newest first: what live tail asks for. */
    public EntryPage receivedSince(IndexQuery query, java.time.Instant since, int size) throws StoreException {
        IndexQuery recent = new IndexQuery.During(EntryField.OBSERVED, since, null);
        ObjectNode body = page(IndexQueryJson.filter(List.of(recent, query)), size);
        body.put("track_total_hits", MAX_EXACT_TOTAL);
        sort(body, "desc", EntryField.OBSERVED, EntryField.SEQUENCE);
        JsonNode answer = search(body);
        return new EntryPage(
                answer.path("hits").path("total").path("value").asLong(),
                answer.path("hits").path("total").path("relation").asText().equals("gte"),
                isIncomplete(answer),
                entries(answer.path("hits").path("hits")),
                Optional.empty());
    }

    /** First and last time of the entries that match, in milliseconds since the epoch; empty when none has a time. */
    Optional<long[]> span(IndexQuery query, TimeWindow window) throws StoreException {
        ObjectNode body = NODES.objectNode().put("size", 0);
        body.set("query", IndexQueryJson.write(query, window));
        ObjectNode time = NODES.objectNode().put("field", EntryField.TIME.jsonName());
        body.putObject("aggs")
                .<ObjectNode>set("first", IndexQueryJson.object("min", time))
                .set("last", IndexQueryJson.object("max", time));
        JsonNode answer = search(body).path("aggregations");
        JsonNode first = answer.path("first").path("value");
        JsonNode last = answer.path("last").path("value");
        return first.isNumber() && last.isNumber()
                ? Optional.of(new long[] {first.asLong(), last.asLong()})
                : Optional.empty();
    }

    JsonNode search(ObjectNode body) throws StoreException {
        StoreConfig config = connection.config();
        body.put("timeout", Math.max(1, config.nodeTimeout().toMillis()) + "ms");
        return connection.call(
                "POST",
                PATH,
                Map.of(
                        "ignore_unavailable",
                        "true",
                        "cancel_after_time_interval",
                        config.searchTimeout().toMillis() + "ms"),
                body,
                config.searchTimeout());
    }

    static boolean isIncomplete(JsonNode answer) {
        return answer.path("timed_out").asBoolean()
                || answer.path("_shards").path("failed").asInt() > 0;
    }

    private static ObjectNode page(ObjectNode query, int size) {
        ObjectNode body = NODES.objectNode().put("size", size);
        body.set("query", query);
        EntryReader.ask(body);
        return body;
    }

    private static void sort(ObjectNode body, String order, EntryField... fields) {
        ArrayNode sort = body.putArray("sort");
        for (EntryField field : fields) {
            sort.addObject().put(field.jsonName(), order);
        }
    }

    private static List<Map<String, Object>> entries(JsonNode hits) {
        List<Map<String, Object>> entries = new ArrayList<>(hits.size());
        hits.forEach(hit -> entries.add(EntryReader.read(hit)));
        return entries;
    }

    private static Cursor cursor(JsonNode sort) {
        return new Cursor(
                sort.path(0).asLong(),
                sort.path(1).asLong(),
                sort.path(2).isTextual() ? sort.path(2).asText() : "");
    }

    private static ArrayNode searchAfter(Cursor cursor) {
        ArrayNode values = NODES.arrayNode().add(cursor.time()).add(cursor.sequence());
        return cursor.collector().isEmpty() ? values.addNull() : values.add(cursor.collector());
    }
}
