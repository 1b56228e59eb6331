package io.failsight.engine.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A field that a query may name. */
@Schema(name = "Field", description = "A field that a query may name; any other name is an attribute")
public record FieldAnswer(
        @Schema(description = "its name", examples = "host") String name,

        @Schema(description = "keyword, text, stored, time, number, severity, attributes", examples = "keyword")
        String type,

        @Schema(description = "what it holds", examples = "host name that the sender claims")
        String description,

        @Schema(description = "whether its values can be counted as facets", examples = "true")
        boolean facet) {}
