package io.failsight.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.failsight.engine.query.HistogramPlan;
import io.failsight.engine.query.IndexQuery;
import io.failsight.engine.query.TimeWindow;
import io.failsight.model.EntryField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts entries over time. Thread-safe. */
public final class HistogramStore {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String OVER_TIME = "over_time";

    private final EntryStore entries;

    public HistogramStore(EntryStore entries) {
        this.entries = entries;
    }

    /** The histogram over the window; where it is open, over the time that has entries. */
    public Histogram histogram(IndexQuery query, TimeWindow window, int maxBuckets) throws StoreException {
        Optional<long[]> span = span(query, window);
        if (span.isEmpty()) {
            return new Histogram(0, 0, 1, 0, false, List.of());
        }
        long from = span.get()[0];
        long until = Math.max(from + 1, span.get()[1]);
        HistogramPlan plan = HistogramPlan.of(from, until, maxBuckets);
        JsonNode answer = entries.search(body(query, window, plan));
        Map<Long, JsonNode> found = new HashMap<>();
        answer.path("aggregations")
                .path(OVER_TIME)
                .path("buckets")
                .forEach(bucket -> found.put(bucket.path("key").asLong(), bucket));
        List<Histogram.Bucket> buckets = new ArrayList<>(plan.count());
        long total = 0;
        for (int i = 0; i < plan.count(); i++) {
            long start = plan.fromMillis() + i * plan.intervalMillis();
            Histogram.Bucket bucket = bucket(start, found.get(start));
            total += bucket.total();
            buckets.add(bucket);
        }
        return new Histogram(from, until, plan.intervalMillis(), total, EntryStore.isIncomplete(answer), buckets);
    }

    private Optional<long[]> span(IndexQuery query, TimeWindow window) throws StoreException {
        if (window.from().isPresent() && window.until().isPresent()) {
            return Optional.of(new long[] {
                window.from().get().toEpochMilli(), ceilMillis(window.until().get())
            });
        }
        Optional<long[]> found = entries.span(query, window);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new long[] {
            window.from().map(Instant::toEpochMilli).orElse(found.get()[0]),
            window.until().map(HistogramStore::ceilMillis).orElse(found.get()[1] + 1)
        });
    }

    private static long ceilMillis(Instant time) {
        return time.plusNanos(999_999).toEpochMilli();
    }

    private static ObjectNode body(IndexQuery query, TimeWindow window, HistogramPlan plan) {
        ObjectNode body = NODES.objectNode().put("size", 0).put("track_total_hits", false);
        body.set("query", IndexQueryJson.write(query, window));
        ObjectNode overTime = body.putObject("aggs").putObject(OVER_TIME);
        overTime.putObject("date_histogram")
                .put("field", EntryField.TIME.jsonName())
                .put("fixed_interval", plan.intervalMillis() + "ms")
                .put("min_doc_count", 1);
        overTime.putObject("aggs").set(SeverityRanges.NAME, SeverityRanges.aggregation());
        return body;
    }

    private static Histogram.Bucket bucket(long start, @org.jspecify.annotations.Nullable JsonNode found) {
        return found == null
                ? new Histogram.Bucket(start, 0, Map.of())
                : new Histogram.Bucket(
                        start, found.path("doc_count").asLong(), SeverityRanges.read(found.path(SeverityRanges.NAME)));
    }
}
