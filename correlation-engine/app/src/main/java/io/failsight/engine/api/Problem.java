package io.failsight.engine.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An error as the API tells it (RFC 9457). */
@Schema(name = "Problem", description = "What went wrong (RFC 9457)")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        @Schema(description = "always about:blank: the title says it", examples = "about:blank")
        String type,

        @Schema(description = "the kind of error", examples = "The query cannot be run")
        String title,

        @Schema(description = "HTTP status", examples = "400")
        int status,

        @Schema(
                description = "what is wrong and what to do",
                examples = "the quotation mark is never closed; add \" at the end of the phrase")
        String detail,

        @Schema(description = "index of the character in the query that is wrong, 0 the first", examples = "12")
        @Nullable
        Integer position) {
    /** A problem without position. */
    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, null);
    }
}
