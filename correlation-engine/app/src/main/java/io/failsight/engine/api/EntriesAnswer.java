package io.failsight.engine.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of entries. */
@Schema(name = "Entries", description = "A page of entries")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntriesAnswer(
        @Schema(description = "how many entries match", examples = "10000")
        long total,

        @Schema(description = "whether there are more than total; they are not counted further", examples = "true")
        boolean totalIsLowerBound,

        @Schema(description = "whether time ran out, so that entries may be missing", examples = "false")
        boolean incomplete,

        @Schema(description = "milliseconds from request to answer", examples = "12")
        long tookMillis,

        @Schema(description = "the entries, in the order asked for", ref = "EntryList")
        List<Map<String, Object>> entries,

        @Schema(description = "cursor of the next page; not there on the last one", examples = "Njc4ZGFjNDgg") @Nullable
        String next) {}
