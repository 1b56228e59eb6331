package io.failsight.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Entry entry = new Entry();
    private final EntryWriter writer = new EntryWriter();

    private JsonNode written() throws Exception {
        Bytes out = new Bytes(16);
        writer.write(entry, out);
        assertFalse(out.toString().contains("\n"), "a document must be one line of NDJSON");
        return JSON.readTree(out.toString());
    }

    @Test
    void writesAnEmptyEntryAsAnEmptyObject() throws Exception {
        assertEquals(JSON.readTree("{}"), written());
    }

    @Test
    void writesEachTypeOfField() throws Exception {
        Instant time = Instant.parse("2026-11-20T10:00:00.123456789Z");
        entry.time(time.getEpochSecond() * 1_000_000_000L + time.getNano(), TimeSource.ZONE_ASSUMED);
        entry.number(EntryField.OBSERVED, 1_795_168_800_123L);
        entry.number(EntryField.SEVERITY, 17);
        entry.number(EntryField.CHECKSUM, -5);
        entry.text(EntryField.BODY, "line one\nline \"two\"");
        entry.text(EntryField.HOST, "vms-a");
        assertEquals(JSON.readTree("""
                        {"time":"2026-11-20T10:00:00.123456789Z","time_source":"zone-assumed","observed":1795168800123,
                        "severity":17,"body":"line one\\nline \\"two\\"","host":"vms-a","checksum":-5}"""), written());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00.000000000Z",
                "1969-12-31T23:59:59.999999999Z",
                "2024-02-29T12:34:56.000000001Z",
                "2262-04-11T23:47:16.854775807Z"
            })
    void writesTimesToTheNanosecond(String text) throws Exception {
        Instant time = Instant.parse(text);
        entry.number(EntryField.TIME, time.getEpochSecond() * 1_000_000_000L + time.getNano());
        assertEquals(text, written().path("time").asText());
    }

    @Test
    void forgetsEverythingWhenCleared() throws Exception {
        entry.text(EntryField.BODY, "old");
        entry.attribute("k", "v");
        entry.storageClass(StorageClass.KEEP);
        entry.clear();
        assertEquals(JSON.readTree("{}"), written());
        assertEquals(StorageClass.NORMAL, entry.storageClass());
    }

    @Test
    void writesAttributesAsKeyValuePairsAndRepeatsKeys() throws Exception {
        entry.attribute("camera", "Eingang \"Süd\"");
        entry.attribute("tag", "a");
        entry.attribute("tag", "b");
        assertEquals(JSON.readTree("""
                {"attr":["camera=Eingang \\"Süd\\"","tag=a","tag=b"]}"""), written());
    }

    @Test
    void cutsLongAttributesForSearchAndKeepsThemWholeInTheRest() throws Exception {
        String value = "ü".repeat(2_000);
        entry.attribute("long", value);
        JsonNode document = written();
        String pair = document.path("attr").get(0).asText();
        assertTrue(pair.getBytes(StandardCharsets.UTF_8).length <= Entry.MAX_ATTRIBUTE_BYTES);
        assertTrue(("long=" + value).startsWith(pair));
        assertEquals(
                value,
                JSON.readTree(document.path("attr_rest").asText()).path("long").asText());
    }

    @Test
    void keepsAttributesBeyondTheLimitInTheRest() throws Exception {
        for (int i = 0; i < Entry.MAX_ATTRIBUTES + 3; i++) {
            entry.attribute("k" + i, "v" + i);
        }
        JsonNode document = written();
        assertEquals(Entry.MAX_ATTRIBUTES, document.path("attr").size());
        assertEquals(
                JSON.readTree("{\"k128\":\"v128\",\"k129\":\"v129\",\"k130\":\"v130\"}"),
                JSON.readTree(document.path("attr_rest").asText()));
    }

    @Test
    void cutsKeywordsAtACharacter() throws Exception {
        entry.text(EntryField.COMPONENT, "€".repeat(5_000));
        byte[] written = written().path("component").asText().getBytes(StandardCharsets.UTF_8);
        assertTrue(written.length <= Entry.MAX_KEYWORD_BYTES && written.length > Entry.MAX_KEYWORD_BYTES - 3);
        assertEquals(0, written.length % 3);
    }

    @Test
    void keepsSpansInScratchValidWhileScratchGrows() throws Exception {
        int start = entry.scratch().length();
        entry.scratch().add("made up");
        entry.textFromScratch(EntryField.BODY, start);
        entry.scratch().add("x".repeat(100_000));
        assertEquals("made up", written().path("body").asText());
    }

    @Test
    void writesPromotedAttributesToFieldsOfTheirOwn() throws Exception {
        entry.attribute("order", "7");
        entry.attribute("k8s.pod.name", "geo-1");
        entry.attribute("other", "x=\"y\"");
        entry.attribute("order", "8 \"");
        entry.attribute("orders", "9");
        Bytes out = new Bytes(16);
        writer.write(entry, out, PromotedKeys.of(List.of("order", "k8s.pod.name", "absent")));
        assertEquals(JSON.readTree("""
                {"attr":["other=x=\\"y\\"","orders=9"],"attr:k8s:pod:name":["geo-1"],"attr:order":["7","8 \\""]}"""), JSON.readTree(out.toString()));

        entry.clear();
        entry.attribute("order", "7");
        out.clear();
        writer.write(entry, out, PromotedKeys.of(List.of("order")));
        assertEquals("{\"attr:order\":[\"7\"]}", out.toString());
    }
}
