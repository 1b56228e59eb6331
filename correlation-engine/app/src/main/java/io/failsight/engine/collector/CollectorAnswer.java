package io.failsight.engine.collector;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of a question to the collector. */
public sealed interface CollectorAnswer {
    /** It answered. */
    record Given(JsonNode body) implements CollectorAnswer {}

    /**
     * It said no.
     *
     * @param status of HTTP, 400 to 599
     * @param detail its words
     */
    record Refused(int status, String detail) implements CollectorAnswer {}

    /** It could not be reached; says why and what to do. */
    record Away(String detail) implements CollectorAnswer {}
}
