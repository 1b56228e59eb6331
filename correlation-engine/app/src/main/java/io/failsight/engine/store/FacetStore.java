package io.failsight.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.failsight.engine.query.AttributeTerms;
import io.failsight.engine.query.IndexQuery;
import io.failsight.engine.query.QueryException;
import io.failsight.engine.query.TimeWindow;
import io.failsight.model.EntryField;
import io.failsight.model.PromotedField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the values of fields. Fields of their own are counted exactly (per shard, as OpenSearch does); attributes share the field
 * {@code attr}, whose many distinct terms make exact counts dear, so they are counted on a sample, unless {@code promote} gave one a field
 * of its own in every index where matches have it. Thread-safe.
 */
public final class FacetStore {
    /** Entries of each shard that a sampled facet looks at. */
    public static final int SAMPLE_PER_SHARD = 10_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Characters with a meaning in Lucene's regular expressions. */
    private static final String REGEX_SIGNS = "\\.?+*|{}[]()\"#@&<>~^$-/";

    private final EntryStore entries;

    public FacetStore(EntryStore entries) {
        this.entries = entries;
    }

    /** Facets by name, in the order asked for, and whether entries may be missing. */
    public record Facets(Map<String, Facet> byName, boolean incomplete) {}

    /**
     * @param names fields or attributes
     * @param size most values of each
     * @throws QueryException when a field holds what cannot be counted
     */
    public Facets facets(IndexQuery query, TimeWindow window, List<String> names, int size) throws StoreException {
        ObjectNode body = NODES.objectNode().put("size", 0).put("track_total_hits", false);
        body.set("query", IndexQueryJson.write(query, window));
        ObjectNode aggregations = body.putObject("aggs");
        for (int i = 0; i < names.size(); i++) {
            ask(names.get(i), i, size, aggregations);
        }
        JsonNode answer = entries.search(body);
        Map<String, Facet> facets = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            facets.put(names.get(i), read(names.get(i), i, size, answer.path("aggregations")));
        }
        return new Facets(facets, EntryStore.isIncomplete(answer));
    }

    private static void ask(String name, int index, int size, ObjectNode aggregations) {
        Optional<EntryField> known = EntryField.ofJsonName(name);
        if (known.isEmpty()) {
            askAttribute(name, index, size, aggregations);
            return;
        }
        switch (known.get().type()) {
            case BYTE -> aggregations.set("values" + index, SeverityRanges.aggregation());
            case KEYWORD, LONG -> {
                ObjectNode field = NODES.objectNode().put("field", name);
                aggregations.set("missing" + index, IndexQueryJson.object("missing", field));
                aggregations.set(
                        "values" + index,
                        IndexQueryJson.object("terms", field.deepCopy().put("size", size)));
            }
            case TEXT, STORED, TIME, MILLIS, CHECKSUM, ATTRIBUTES ->
                throw new QueryException(
                        -1,
                        "'" + name
                                + "' has no facets, for nearly every entry has a value of its own; GET /api/v1/fields lists "
                                + "the fields that have");
        }
    }

    private static void askAttribute(String key, int index, int size, ObjectNode aggregations) {
        String start = AttributeTerms.start(key);
        ObjectNode common =
                IndexQueryJson.object("filter", IndexQueryJson.write(new IndexQuery.Prefix(EntryField.ATTR, start)));
        ObjectNode sample = aggregations.putObject("sample" + index);
        sample.putObject("sampler").put("shard_size", SAMPLE_PER_SHARD);
        ObjectNode within = sample.putObject("aggs");
        within.putObject("values" + index)
                .putObject("terms")
                .put("field", EntryField.ATTR.jsonName())
                .put("include", quoteRegex(start) + ".*")
                .put("execution_hint", "map")
                .put("size", size);
        within.set("present" + index, common);
        if (PromotedField.isKey(key)) {
            PromotedField own = new PromotedField(key);
            ObjectNode field = NODES.objectNode().put("field", own.jsonName());
            ObjectNode values = IndexQueryJson.object("terms", field.deepCopy().put("size", size));
            within.set("own" + index, values);
            within.set(
                    "ownPresent" + index,
                    IndexQueryJson.object("filter", IndexQueryJson.write(new IndexQuery.Present(own))));
            aggregations.set("own" + index, values);
            aggregations.set("missing" + index, IndexQueryJson.object("missing", field));
            aggregations.set("common" + index, common);
        }
    }

    private static Facet read(String name, int index, int size, JsonNode answer) {
        Optional<EntryField> known = EntryField.ofJsonName(name);
        if (known.isPresent() && known.get().type() == EntryField.Type.BYTE) {
            List<Facet.Value> values = new ArrayList<>();
            SeverityRanges.read(answer.path("values" + index))
                    .forEach((word, count) -> values.add(new Facet.Value(word, count)));
            values.sort(Comparator.comparingLong(Facet.Value::count).reversed());
            return new Facet(false, 0, 0, values);
        }
        if (known.isPresent()) {
            long missing = answer.path("missing" + index).path("doc_count").asLong();
            return facet(answer.path("values" + index), false, missing, 0);
        }
        return attribute(name, index, size, answer);
    }

    /** Exact where no match has the attribute among all others; else the sample's counts of both forms. */
    private static Facet attribute(String key, int index, int size, JsonNode answer) {
        Facet own = facet(answer.path("own" + index), false, documents(answer, "missing" + index), 0);
        if (!own.values().isEmpty() && documents(answer, "common" + index) == 0) {
            return own;
        }
        JsonNode sample = answer.path("sample" + index);
        long missing = sample.path("doc_count").asLong()
                - documents(sample, "present" + index)
                - documents(sample, "ownPresent" + index);
        Facet common = facet(
                sample.path("values" + index),
                true,
                missing,
                AttributeTerms.start(key).length());
        Facet ownSampled = facet(sample.path("own" + index), true, missing, 0);
        return ownSampled.values().isEmpty() ? common : both(ownSampled, common, size);
    }

    private static long documents(JsonNode aggregations, String name) {
        return aggregations.path(name).path("doc_count").asLong();
    }

    private static Facet both(Facet own, Facet common, int size) {
        Map<String, Long> counts = new LinkedHashMap<>();
        own.values().forEach(value -> counts.merge(value.value(), value.count(), Long::sum));
        common.values().forEach(value -> counts.merge(value.value(), value.count(), Long::sum));
        List<Facet.Value> values = new ArrayList<>();
        counts.forEach((value, count) -> values.add(new Facet.Value(value, count)));
        values.sort(Comparator.comparingLong(Facet.Value::count).reversed());
        int shown = Math.min(size, values.size());
        long other = own.other() + common.other();
        for (Facet.Value value : values.subList(shown, values.size())) {
            other += value.count();
        }
        return new Facet(true, common.missing(), other, values.subList(0, shown));
    }

    private static Facet facet(JsonNode terms, boolean sampled, long missing, int prefixLength) {
        List<Facet.Value> values = new ArrayList<>();
        terms.path("buckets")
                .forEach(bucket -> values.add(new Facet.Value(
                        bucket.path("key").asText().substring(prefixLength),
                        bucket.path("doc_count").asLong())));
        return new Facet(sampled, missing, terms.path("sum_other_doc_count").asLong(), values);
    }

    private static String quoteRegex(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (REGEX_SIGNS.indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }
}
