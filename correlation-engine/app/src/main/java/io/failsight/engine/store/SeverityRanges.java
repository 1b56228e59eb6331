package io.failsight.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.failsight.engine.query.SeverityWords;
import io.failsight.model.EntryField;
import io.failsight.model.Severity;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts entries by severity; those that state none count as unknown. Stateless. */
final class SeverityRanges {
    static final String NAME = "by_severity";

    private SeverityRanges() {}

    static ObjectNode aggregation() {
        ObjectNode aggregation = JsonNodeFactory.instance.objectNode();
        ObjectNode range = aggregation.putObject("range");
        range.put("field", EntryField.SEVERITY.jsonName()).put("keyed", true).put("missing", 0);
        ArrayNode ranges = range.putArray("ranges");
        for (Severity severity : Severity.values()) {
            ranges.addObject()
                    .put("key", SeverityWords.word(severity))
                    .put("from", severity.number())
                    .put("to", SeverityWords.last(severity) + 1);
        }
        return aggregation;
    }

    /** Counts by word, lowest severity first; severities without entries are left out. */
    static Map<String, Long> read(JsonNode answer) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String word : SeverityWords.all()) {
            long count = answer.path("buckets").path(word).path("doc_count").asLong();
            if (count > 0) {
                counts.put(word, count);
            }
        }
        return counts;
    }
}
