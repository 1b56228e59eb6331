package io.failsight.model.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.model.Bytes;
import io.failsight.model.TimeSource;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SignalJsonTest {
    private static Signal signal(String text, Map<String, String> details) {
        return new Signal(
                "AAAA#2",
                SignalKind.ROLE_CHANGED,
                new Subject("north", "mgmt", "n1", "recording", "heart", "10.0.0.1"),
                "n1",
                true,
                1_795_168_800_123_456_789L,
                TimeSource.ZONE_ASSUMED,
                1_000_000_000L,
                1_795_168_800_200_000_000L,
                "syslog/192.0.2.7",
                77,
                -12_000_000,
                Signal.UNKNOWN_OFFSET,
                details,
                text);
    }

    private static JsonNode written(Signal signal) throws Exception {
        Bytes out = new Bytes(16);
        SignalJson.write(signal, out);
        assertFalse(out.toString().contains("\n"), "one line");
        return new ObjectMapper().readTree(out.toByteArray());
    }

    @Test
    void membersAreNamedAsTheComponents() throws Exception {
        JsonNode json = written(signal("a", Map.of()));
        List<String> components = Arrays.stream(Signal.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        assertEquals(components, List.copyOf(iterable(json)));
        List<String> subject = Arrays.stream(Subject.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        assertEquals(subject, List.copyOf(iterable(json.get("subject"))));
    }

    private static List<String> iterable(JsonNode object) {
        List<String> names = new java.util.ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void givesEveryValueBack() throws Exception {
        JsonNode json = written(signal("say \"no\"\n\\ \u00e9 \u0001", Map.of("role", "alone", "by", "a\"b")));
        assertEquals("AAAA#2", json.get("id").asText());
        assertEquals("role-changed", json.get("kind").asText());
        assertEquals("zone-assumed", json.get("timeSource").asText());
        assertEquals(1_795_168_800_123_456_789L, json.get("timeNanos").asLong());
        assertEquals(Long.MAX_VALUE, json.get("clockUncertaintyNanos").asLong());
        assertEquals(-12_000_000, json.get("clockOffsetNanos").asLong());
        assertEquals(true, json.get("remote").asBoolean());
        assertEquals("10.0.0.1", json.get("subject").get("resource").asText());
        assertEquals("say \"no\"\n\\ \u00e9 \u0001", json.get("text").asText());
        assertEquals(Set.of("role", "by"), Set.copyOf(iterable(json.get("details"))));
        assertEquals("a\"b", json.get("details").get("by").asText());
    }
}
