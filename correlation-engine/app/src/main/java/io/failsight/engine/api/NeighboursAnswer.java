package io.failsight.engine.api;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An entry among its source's entries. */
@Schema(
        name = "Neighbours",
        description = "An entry and what its own source sent right before and after it, in order of receipt")
public record NeighboursAnswer(
        @Schema(description = "entries before it, oldest first", ref = "EntryList")
        List<Map<String, Object>> before,

        @Schema(description = "the entry", ref = "Entry") Map<String, Object> entry,

        @Schema(description = "entries after it, oldest first", ref = "EntryList")
        List<Map<String, Object>> after) {}
