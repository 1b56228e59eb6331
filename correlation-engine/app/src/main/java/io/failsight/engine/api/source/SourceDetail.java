package io.failsight.engine.api.source;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One source with how it counts and what is missing. */
@Schema(name = "SourceDetail", description = "One source, the series that it counts in, and its gaps")
public record SourceDetail(
        @Schema(description = "when this was so", examples = "2026-11-20T10:15:30.123Z")
        Instant at,

        @Schema(description = "the source") SourceList.Source source,

        @Schema(description = "how it counts its entries; empty when it does not")
        List<Series> series,

        @Schema(description = "gaps, newest first; the last 16 of each series")
        List<Gap> gaps) {
    /** One series of numbers. */
    @Schema(name = "SourceSeries", description = "One series of numbers that a source counts with")
    public record Series(
            @Schema(description = "Windows log or journald series, else empty", examples = "Security")
            String name,

            @Schema(description = "syslog, device, windows, journald", examples = "syslog")
            String how,

            @Schema(description = "number that came last", examples = "4711")
            long last,

            @Schema(description = "whether a hole is a loss; not while it may be meant", examples = "true")
            boolean believed,

            @Schema(description = "numbers that did not come", examples = "12")
            long missing,

            @Schema(description = "numbers that were overtaken", examples = "3")
            long late,

            @Schema(description = "numbers that came twice", examples = "0")
            long duplicates,

            @Schema(description = "times it began anew", examples = "1")
            long restarts,

            @Schema(description = "times it passed the highest number", examples = "0")
            long wraps) {}

    /** Numbers that did not come. */
    @Schema(name = "SourceGap", description = "Numbers that did not come")
    public record Gap(
            @Schema(description = "number of the gap", examples = "7")
            long id,

            @Schema(description = "of which series", examples = "")
            String series,

            @Schema(description = "first missing number", examples = "17")
            long from,

            @Schema(description = "last missing number", examples = "28")
            long to,

            @Schema(description = "how many are still missing; 0 when all came late", examples = "12")
            long missing,

            @Schema(description = "which are still missing", examples = "17, 20-30")
            String ranges,

            @Schema(description = "receipt of the entry before", examples = "2026-11-20T10:00:00Z") @Nullable
            Instant after,

            @Schema(description = "receipt of the entry behind", examples = "2026-11-20T10:00:10Z") @Nullable
            Instant before,

            @Schema(description = "whether it was signalled", examples = "true")
            boolean told) {}
}
