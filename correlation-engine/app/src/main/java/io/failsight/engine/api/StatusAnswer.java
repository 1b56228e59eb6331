package io.failsight.engine.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How the parts fare. */
@Schema(name = "Status", description = "How the parts of Failsight fare")
public record StatusAnswer(
        @Schema(description = "the parts") List<Part> parts,

        @Schema(description = "the disk of the data folder; null while the collector does not answer", nullable = true)
        @Nullable
        Disk disk) {
    /** The disk that all parts write to. */
    @Schema(name = "Disk", description = "The disk of the data folder, whoever fills it")
    public record Disk(
            @Schema(
                    description =
                            "what is done about it: nothing, old entries go early, debug lines and spans are not indexed, nothing more is taken in",
                    enumeration = {"enough", "evicting", "degraded", "refusing", "full"})
            String step,

            @Schema(description = "its used part, 0 to 1", examples = "0.43")
            double usedShare,

            @Schema(description = "bytes that may still be written", examples = "17179869184")
            long freeBytes,

            @Schema(description = "what that means and what to do; empty where nothing has to be done")
            String consequence,

            @Schema(description = "the data folder", examples = "/var/lib/failsight")
            String path) {}

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
