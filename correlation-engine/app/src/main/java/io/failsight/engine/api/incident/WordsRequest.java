package io.failsight.engine.api.incident;

import io.failsight.engine.api.ProblemException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What somebody says about an incident. */
@Schema(name = "Words", description = "What somebody says about an incident")
public record WordsRequest(
        @Schema(description = "to whom it is handed over (hand-over only)", examples = "night shift") @Nullable
        String to,

        @Schema(description = "in words", examples = "Electrician is on the way.") @Nullable
        String text) {
    /** A page of a log book; longer texts belong into the company's own system. */
    static final int MAX_CHARACTERS = 4_000;

    static String required(String name, @Nullable String value) {
        String text = optional(name, value);
        if (text.isEmpty()) {
            throw new ProblemException(
                    400, "Words missing", "'" + name + "' must hold 1 to " + MAX_CHARACTERS + " characters");
        }
        return text;
    }

    static String optional(String name, @Nullable String value) {
        String text = value == null ? "" : value.strip();
        if (text.length() > MAX_CHARACTERS) {
            throw new ProblemException(
                    400,
                    "Too many words",
                    "'" + name + "' holds " + text.length() + " characters; at most " + MAX_CHARACTERS + " are kept");
        }
        return text;
    }
}
