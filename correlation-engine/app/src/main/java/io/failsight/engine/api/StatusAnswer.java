package io.failsight.engine.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How the parts fare. */
@Schema(name = "Status", description = "How the parts of Failsight fare")
public record StatusAnswer(
        @Schema(description = "the parts") List<Part> parts) {
    /** One part. */
    @Schema(name = "Part", description = "A part of Failsight")
    public record Part(
            @Schema(description = "its name", examples = "opensearch")
            String name,

            @Schema(description = "whether it works", examples = "true")
            boolean up,

            @Schema(description = "in words", examples = "green, 3 indices, 120000 entries, 25.1 MB")
            String detail) {}
}
