package io.failsight.engine.api;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Entries over time. */
@Schema(name = "Histogram", description = "How many entries there are over time")
public record HistogramAnswer(
        @Schema(description = "start of the window; null when nothing matches", examples = "2026-11-20T10:00:00Z")
        @Nullable
        String from,

        @Schema(description = "end of the window, excluded", examples = "2026-11-20T11:00:00Z") @Nullable
        String to,

        @Schema(description = "length of a bucket", examples = "60000")
        long intervalMillis,

        @Schema(description = "milliseconds from request to answer", examples = "12")
        long tookMillis,

        @Schema(description = "entries in all buckets, exact", examples = "4711")
        long total,

        @Schema(description = "whether time ran out, so that entries may be missing", examples = "false")
        boolean incomplete,

        @Schema(description = "oldest first, without gaps") List<Bucket> buckets) {
    /** One bucket. */
    @Schema(name = "HistogramBucket", description = "A stretch of time and its entries")
    public record Bucket(
            @Schema(description = "its start", examples = "2026-11-20T10:00:00Z")
            String time,

            @Schema(description = "entries in it", examples = "42")
            long total,

            @Schema(
                    description = "entries by severity; severities without entries are left out",
                    examples = "{\"info\": 40, \"error\": 2}")
            Map<String, Long> bySeverity) {}
}
