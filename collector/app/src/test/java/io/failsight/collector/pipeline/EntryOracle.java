package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryWriter;
import io.failsight.model.PromotedField;
import io.failsight.model.PromotedKeys;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What must hold of every entry, whatever its record said: it can be written, read, and indexed. Not thread-safe. */
final class EntryOracle {
    /** Lucene refuses longer terms, and with them the whole entry. */
    private static final int MAX_TERM_BYTES = 32_766;

    private static final PromotedKeys PROMOTED = PromotedKeys.of(List.of("camera", "event_id_2", "proc_id", "a"));
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final EntryWriter writer = new EntryWriter();

    /** Writes the entry as the sink does, checks the document, and returns it. */
    String document(Entry entry) {
        Bytes promoted = new Bytes(256);
        writer.write(entry, promoted, PROMOTED);
        check(promoted.toByteArray());
        Bytes plain = new Bytes(256);
        writer.write(entry, plain);
        return check(plain.toByteArray());
    }

    /** What nobody understood keeps its bytes. */
    static void failedKeepsItsRecord(Entry entry, byte[] bytes, int offset, int length) {
        if (!"failed".equals(entry.string(EntryField.PARSE)) || length == 0 || entry.has(EntryField.RAW)) {
            return;
        }
        byte[] body = Arrays.copyOfRange(
                entry.array(EntryField.BODY),
                entry.offset(EntryField.BODY),
                entry.offset(EntryField.BODY) + entry.length(EntryField.BODY));
        int end = offset + length;
        while (end > offset + 1 && (bytes[end - 1] == '\r' || bytes[end - 1] == '\n' || bytes[end - 1] == 0)) {
            end--; // what some senders put behind a record
        }
        assertTrue(
                body.length >= end - offset && Arrays.equals(body, 0, body.length, bytes, offset, offset + body.length),
                "an entry with parse=failed keeps its record as body or raw");
    }

    private static String check(byte[] json) {
        String text;
        JsonNode document;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(json))
                    .toString();
            document = JSON.readTree(json);
        } catch (CharacterCodingException e) {
            throw new AssertionError("the document is not UTF-8", e);
        } catch (java.io.IOException e) {
            throw new AssertionError("the document is no JSON: " + e.getMessage(), e);
        }
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            PromotedField.ofJsonName(member.getKey())
                    .ifPresentOrElse(own -> member.getValue().forEach(EntryOracle::term), () -> {
                        EntryField field = EntryField.ofJsonName(member.getKey())
                                .orElseThrow(() -> new AssertionError("no such field: " + member.getKey()));
                        value(field, member.getValue());
                    });
        }
        return text;
    }

    private static void value(EntryField field, JsonNode value) {
        switch (field.type()) {
            case KEYWORD -> term(value);
            case TEXT, STORED -> assertTrue(value.isTextual(), field + " is text");
            case TIME ->
                assertTrue(
                        value.asText()
                                .matches(
                                        "(19[7-9]\\d|2[01]\\d\\d|22[0-6]\\d)-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z"),
                        field + " is a time that the index can hold: " + value);
            case MILLIS, LONG -> assertTrue(value.isIntegralNumber() && value.canConvertToLong(), field + " is a long");
            case CHECKSUM -> assertTrue(value.canConvertToInt(), field + " is an int");
            case BYTE -> assertTrue(value.asInt(1_000) >= 0 && value.asInt(1_000) <= 24, field + " is a severity");
            case ATTRIBUTES -> {
                assertTrue(value.isArray() && value.size() <= Entry.MAX_ATTRIBUTES, "attributes are a short list");
                value.forEach(pair -> {
                    term(pair);
                    assertTrue(pair.asText().indexOf('=') >= 0, "an attribute is key=value: " + pair);
                });
            }
        }
    }

    private static void term(JsonNode value) {
        assertTrue(value.isTextual(), "a keyword is text");
        int bytes = value.asText().getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes <= MAX_TERM_BYTES, "a term of " + bytes + " bytes is refused by the index");
    }
}
