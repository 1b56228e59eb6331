package io.failsight.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.query.SeverityWords;
import io.failsight.model.EntryField;
import io.failsight.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a hit into an entry as the API shows it: id, time, severity as a word and as a number, body, then every other field that is
 * set, in the order of {@link EntryField}; attributes by key. Stateless, thread-safe.
 */
final class EntryReader {
    /**
     * Time is asked for apart from the source: derived source gives it in the format of its mapping, which without a format of its own
     * cuts nanoseconds to milliseconds.
     */
    static final String TIME_FORMAT = "strict_date_optional_time_nanos";

    private EntryReader() {}

    static Map<String, Object> read(JsonNode hit) {
        JsonNode source = hit.path("_source");
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", hit.path("_id").asText());
        JsonNode time = hit.path("fields").path(EntryField.TIME.jsonName()).path(0);
        if (time.isTextual()) {
            entry.put(EntryField.TIME.jsonName(), time.asText());
        }
        long severity = source.path(EntryField.SEVERITY.jsonName()).asLong(0);
        entry.put("severity", SeverityWords.word(Severity.ofNumber(severity)));
        entry.put("severityNumber", severity);
        JsonNode body = source.path(EntryField.BODY.jsonName());
        if (!body.isMissingNode()) {
            entry.put(EntryField.BODY.jsonName(), text(body));
        }
        for (EntryField field : EntryField.values()) {
            JsonNode value = source.path(field.jsonName());
            if (!value.isMissingNode() && !entry.containsKey(field.jsonName())) {
                entry.put(field.jsonName(), value(field, value));
            }
        }
        return entry;
    }

    private static Object value(EntryField field, JsonNode value) {
        return switch (field.type()) {
            case KEYWORD, TEXT, STORED, TIME -> text(value);
            case MILLIS -> Instant.ofEpochMilli(value.asLong()).toString();
            case LONG, BYTE, CHECKSUM -> value.asLong();
            case ATTRIBUTES -> attributes(value);
        };
    }

    private static String text(JsonNode value) {
        return value.isArray() ? value.path(0).asText() : value.asText();
    }

    private static Map<String, List<String>> attributes(JsonNode value) {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        if (value.isArray()) {
            value.forEach(pair -> attribute(pair.asText(), attributes));
        } else {
            attribute(value.asText(), attributes);
        }
        return attributes;
    }

    private static void attribute(String pair, Map<String, List<String>> attributes) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        attributes.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(equals < 0 ? "" : pair.substring(equals + 1));
    }
}
