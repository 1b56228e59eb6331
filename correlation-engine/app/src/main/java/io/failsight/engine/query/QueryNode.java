package io.failsight.engine.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query text says, before it is known what its fields mean. Immutable.
 *
 * <p>A {@code field} of null means the fields that bare words search. An {@code at} is the position of the node in the query text.
 */
public sealed interface QueryNode {
    /** Every entry: {@code *}, {@code *:*} or no text at all. */
    record Everything() implements QueryNode {}

    /** One word as it is meant, escapes undone. */
    record Word(@Nullable String field, String text, int at) implements QueryNode {}

    /** Words in this order, from between quotation marks. */
    record Phrase(@Nullable String field, String text, int at) implements QueryNode {}

    /** A word with wildcards: {@code *} any characters, {@code ?} one; {@code \} makes the next character literal. */
    record Pattern(@Nullable String field, String pattern, int at) implements QueryNode {}

    /** From a bound to a bound; null is open. */
    record Range(
            String field,
            @Nullable String lower,
            boolean lowerIncluded,
            @Nullable String upper,
            boolean upperIncluded,
            int at)
            implements QueryNode {}

    /** The field or attribute has a value. */
    record Exists(String field, int at) implements QueryNode {}

    /** All of them hold. */
    record And(List<QueryNode> nodes) implements QueryNode {
        public And {
            nodes = List.copyOf(nodes);
        }
    }

    /** At least one holds. */
    record Or(List<QueryNode> nodes) implements QueryNode {
        public Or {
            nodes = List.copyOf(nodes);
        }
    }

    /** It does not hold. */
    record Not(QueryNode node) implements QueryNode {}
}
