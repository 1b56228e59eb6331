package io.failsight.engine.store;

import java.util.List;

/**
 * The most frequent values of a field among the entries that match.
 *
 * @param sampled whether only a sample of the entries was counted; the counts are those of the sample
 * @param missing entries that lack the field
 * @param other occurrences of values that are not listed
 * @param values most frequent first
 */
public record Facet(boolean sampled, long missing, long other, List<Value> values) {
    /** Most values of a facet. */
    public static final int MAX_SIZE = 100;
    /** Most facets of one question. */
    public static final int MAX_FIELDS = 20;

    public Facet {
        values = List.copyOf(values);
    }

    /** A value and how many entries have it. */
    public record Value(String value, long count) {}
}
