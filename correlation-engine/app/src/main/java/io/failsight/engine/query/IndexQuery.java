package io.failsight.engine.query;

import io.failsight.model.EntryField;
import io.failsight.model.IndexedField;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query in the terms of the index: every field is known, every value has the type of its field. The store turns it into whatever
 * its search engine reads. Immutable.
 */
public sealed interface IndexQuery {
    /** Every entry. */
    record All() implements IndexQuery {}

    /** Exactly this keyword. */
    record Term(IndexedField field, String value) implements IndexQuery {}

    /** These words in this order, in a text field. */
    record Words(EntryField field, String text) implements IndexQuery {}

    /** These words in this order, in a text field; the last one need only start so. */
    record WordsBegun(EntryField field, String text) implements IndexQuery {}

    /** A keyword, or a word of a text field, that starts like this. */
    record Prefix(IndexedField field, String start) implements IndexQuery {}

    /** A keyword, or a word of a text field, that fits {@code *}, {@code ?} and {@code \}. */
    record Wildcard(IndexedField field, String pattern) implements IndexQuery {}

    /** A number between two bounds, both included; null is open. */
    record Between(
            EntryField field,
            @Nullable Long lowest,
            @Nullable Long highest) implements IndexQuery {}

    /** A time from a bound, included, until a bound, excluded; null is open. */
    record During(
            EntryField field,
            @Nullable Instant from,
            @Nullable Instant until) implements IndexQuery {}

    /** The field is set. */
    record Present(IndexedField field) implements IndexQuery {}

    /** The entries of these ids. */
    record Ids(List<String> ids) implements IndexQuery {
        public Ids {
            ids = List.copyOf(ids);
        }
    }

    /** All of them hold. */
    record AllOf(List<IndexQuery> queries) implements IndexQuery {
        public AllOf {
            queries = List.copyOf(queries);
        }
    }

    /** At least one holds. */
    record AnyOf(List<IndexQuery> queries) implements IndexQuery {
        public AnyOf {
            queries = List.copyOf(queries);
        }
    }

    /** It does not hold. */
    record None(IndexQuery query) implements IndexQuery {}
}
