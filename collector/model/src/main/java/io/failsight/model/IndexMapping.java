package io.failsight.model;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings and mapping of an entry index, made from {@link EntryField}: nothing dynamic, derived source, best compression (design
 * decision 2). Stateless, thread-safe.
 */
public final class IndexMapping {
    /** Alias over all entry indices; queries name it. */
    public static final String ALIAS = "failsight";
    /** Entry indices are {@code failsight-<class>-<number of six digits>}. */
    public static final String INDEX_PREFIX = "failsight-";

    /**
     * Words of a log end at white space and at any punctuation but the underscore, so that {@code heartbeat.default}, {@code
     * a.b.NullPointerException} and {@code 10.0.0.1} are found by their parts and as a phrase. The standard tokenizer keeps them whole.
     */
    private static final String SEPARATORS = ".,;:!?/\\()[]{}<>=\"'`|&%#@*+~^$-";

    private static final String SPLIT_AT = SEPARATORS
            .chars()
            .mapToObj(c -> c == '"' || c == '\\' ? "\"\\" + (char) c + "\"" : "\"" + (char) c + "\"")
            .collect(Collectors.joining(",", "\"whitespace\",", ""));

    private IndexMapping() {}

    /** Whether a word of a text field ends before this character: it is in no word, and searches find nothing by it. */
    public static boolean separates(int character) {
        return SEPARATORS.indexOf(character) >= 0 || Character.isWhitespace(character);
    }

    /** Name of an entry index, such as {@code failsight-normal-000001}. */
    public static String indexName(StorageClass storageClass, int number) {
        return "%s%s-%06d".formatted(INDEX_PREFIX, storageClass.id(), number);
    }

    /** Request body that creates an index in which no attribute has a field of its own. */
    public static String createIndexBody(int shards, int replicas, String refreshInterval) {
        return createIndexBody(shards, replicas, refreshInterval, PromotedKeys.NONE);
    }

    /** Request body that creates an index. */
    public static String createIndexBody(int shards, int replicas, String refreshInterval, PromotedKeys promoted) {
        return """
            {"settings":{"index":{"number_of_shards":%d,"number_of_replicas":%d,"refresh_interval":"%s",\
            "codec":"best_compression","derived_source":{"enabled":true},"translog":{"durability":"request"},\
            "query":{"default_field":["body"]},"mapping":{"total_fields":{"limit":200}},"max_docvalue_fields_search":200,\
            "analysis":{"tokenizer":{"log":{"type":"char_group","max_token_length":255,"tokenize_on_chars":[%s]}},\
            "analyzer":{"log":{"type":"custom","tokenizer":"log","filter":["lowercase"]}}}}},\
            "aliases":{"%s":{}},"mappings":{"dynamic":false,"properties":{%s}}}""".formatted(shards, replicas, refreshInterval, SPLIT_AT, ALIAS, properties(promoted));
    }

    private static String properties(PromotedKeys promoted) {
        Stream<String> known = Arrays.stream(EntryField.values()).map(field -> property(field, field.type()));
        Stream<String> own = promoted.fields().stream().map(field -> property(field, EntryField.Type.KEYWORD));
        return Stream.concat(known, own).collect(Collectors.joining(","));
    }

    private static String property(IndexedField field, EntryField.Type type) {
        return "\"" + field.jsonName() + "\":" + mapping(type);
    }

    private static String mapping(EntryField.Type type) {
        return switch (type) {
            case KEYWORD, ATTRIBUTES -> "{\"type\":\"keyword\"}";
            case TEXT -> "{\"type\":\"text\",\"analyzer\":\"log\",\"norms\":false,\"store\":true}";
            case STORED -> "{\"type\":\"text\",\"index\":false,\"store\":true}";
            // Without this format derived source gives times back in milliseconds.
            case TIME -> "{\"type\":\"date_nanos\",\"format\":\"strict_date_optional_time_nanos||epoch_millis\"}";
            case MILLIS -> "{\"type\":\"date\",\"format\":\"epoch_millis\"}";
            case LONG -> "{\"type\":\"long\"}";
            case BYTE -> "{\"type\":\"byte\"}";
            case CHECKSUM -> "{\"type\":\"integer\",\"index\":false}";
        };
    }
}
