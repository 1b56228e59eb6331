package io.failsight.engine.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.failsight.engine.query.IndexQuery;
import io.failsight.engine.query.TimeWindow;
import io.failsight.model.EntryField;
import io.failsight.model.IndexedField;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Writes queries in OpenSearch's query language. Nothing is scored: the order of entries is their time. Stateless. */
final class IndexQueryJson {
    /**
     * Most words that the last, begun word of a sequence may stand for; further ones, by the alphabet, are not found. High, since numbers
     * are words too: an index that keeps a million of them has 100,000 that start with a 1.
     */
    private static final int MAX_ENDINGS = 100_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private IndexQueryJson() {}

    /** The query within a window of the entries' time. */
    static ObjectNode write(IndexQuery query, TimeWindow window) {
        IndexQuery during = new IndexQuery.During(
                EntryField.TIME, window.from().orElse(null), window.until().orElse(null));
        boolean always = window.from().isEmpty() && window.until().isEmpty();
        return filter(always ? List.of(query) : List.of(during, query));
    }

    /** All of the queries, unscored. */
    static ObjectNode filter(List<IndexQuery> queries) {
        return bool("filter", queries);
    }

    static ObjectNode write(IndexQuery query) {
        return switch (query) {
            case IndexQuery.All _ -> object("match_all", NODES.objectNode());
            case IndexQuery.Term term -> field("term", term.field(), "value", term.value());
            case IndexQuery.Words words -> field("match_phrase", words.field(), "query", words.text());
            case IndexQuery.WordsBegun begun ->
                object(
                        "match_phrase_prefix",
                        object(
                                begun.field().jsonName(),
                                NODES.objectNode().put("query", begun.text()).put("max_expansions", MAX_ENDINGS)));
            case IndexQuery.Prefix prefix -> field("prefix", prefix.field(), "value", prefix.start());
            case IndexQuery.Wildcard wildcard -> field("wildcard", wildcard.field(), "value", wildcard.pattern());
            case IndexQuery.Between between -> between(between);
            case IndexQuery.During during -> during(during);
            case IndexQuery.Present present ->
                object("exists", NODES.objectNode().put("field", present.field().jsonName()));
            case IndexQuery.Ids ids -> {
                ArrayNode values = NODES.arrayNode();
                ids.ids().forEach(values::add);
                yield object("ids", object("values", values));
            }
            case IndexQuery.AllOf all -> bool("filter", all.queries());
            case IndexQuery.AnyOf any -> {
                ObjectNode bool = bool("should", any.queries());
                ((ObjectNode) bool.get("bool")).put("minimum_should_match", 1);
                yield bool;
            }
            case IndexQuery.None none -> bool("must_not", List.of(none.query()));
        };
    }

    private static ObjectNode bool(String clause, List<IndexQuery> queries) {
        ArrayNode clauses = NODES.arrayNode();
        queries.forEach(query -> clauses.add(write(query)));
        return object("bool", object(clause, clauses));
    }

    private static ObjectNode between(IndexQuery.Between between) {
        ObjectNode bounds = NODES.objectNode();
        if (between.lowest() != null) {
            bounds.put("gte", between.lowest());
        }
        if (between.highest() != null) {
            bounds.put("lte", between.highest());
        }
        return object("range", object(between.field().jsonName(), bounds));
    }

    private static ObjectNode during(IndexQuery.During during) {
        ObjectNode bounds = NODES.objectNode();
        if (during.from() != null) {
            bound(bounds, "gte", during.field(), during.from());
        }
        if (during.until() != null) {
            bound(bounds, "lt", during.field(), during.until());
        }
        return object("range", object(during.field().jsonName(), bounds));
    }

    /** A field of milliseconds takes the next whole one: both bounds mean "this or later". */
    private static void bound(ObjectNode bounds, String name, EntryField field, Instant time) {
        if (field.type() == EntryField.Type.MILLIS) {
            bounds.put(name, time.plus(Duration.ofNanos(999_999)).toEpochMilli());
        } else {
            bounds.put(name, time.toString());
        }
    }

    private static ObjectNode field(String kind, IndexedField field, String parameter, String value) {
        return object(kind, object(field.jsonName(), NODES.objectNode().put(parameter, value)));
    }

    static ObjectNode object(String name, com.fasterxml.jackson.databind.JsonNode value) {
        return NODES.objectNode().set(name, value);
    }
}
