package io.failsight.engine.api;

import io.failsight.engine.store.Facet;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Facets. */
@Schema(name = "Facets", description = "The most frequent values of fields among the entries that match")
public record FacetsAnswer(
        @Schema(description = "milliseconds from request to answer", examples = "12")
        long tookMillis,

        @Schema(description = "whether time ran out, so that entries may be missing", examples = "false")
        boolean incomplete,

        @Schema(description = "by field") Map<String, Values> facets) {
    /** One field's values. */
    @Schema(name = "Facet", description = "A field's values")
    public record Values(
            @Schema(
                    description = "whether a sample was counted, as for attributes; the counts are the sample's",
                    examples = "false")
            boolean sampled,

            @Schema(description = "entries without the field", examples = "3")
            long missing,

            @Schema(description = "occurrences of values that are not listed", examples = "0")
            long other,

            @Schema(description = "most frequent first") List<Value> values) {
        static Values of(Facet facet) {
            return new Values(
                    facet.sampled(),
                    facet.missing(),
                    facet.other(),
                    facet.values().stream()
                            .map(value -> new Value(value.value(), value.count()))
                            .toList());
        }
    }

    /** A value and its entries. */
    @Schema(name = "FacetValue", description = "A value and how many entries have it")
    public record Value(
            @Schema(description = "the value", examples = "north")
            String value,

            @Schema(description = "entries that have it", examples = "42")
            long count) {}
}
