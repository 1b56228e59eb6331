package io.failsight.collector.decode.otlp;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryWriter;
import io.failsight.model.StorageClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A copy of what a decoder handed out. */
record DecodedEntry(
        Map<EntryField, String> texts,
        Map<EntryField, Long> numbers,
        List<String> attributes,
        StorageClass storageClass,
        String json,
        int offset,
        int length) {

    /** Decodes with other bytes around the payload, so that a reader that leaves it is noticed. */
    static List<DecodedEntry> decode(Decoder decoder, byte[] payload) {
        byte[] bytes = new byte[payload.length + 20];
        java.util.Arrays.fill(bytes, (byte) 0x0A);
        System.arraycopy(payload, 0, bytes, 7, payload.length);
        BatchHeader header =
                new BatchHeader(Content.OTLP_LOGS, Framing.WHOLE, "otlp", "otlp/test", "192.0.2.7", 1L, 1, "");
        List<DecodedEntry> entries = new ArrayList<>();
        decoder.decode(
                header, bytes, 7, payload.length, (entry, at, length) -> entries.add(copy(entry, at - 7, length)));
        return entries;
    }

    private static DecodedEntry copy(Entry entry, int offset, int length) {
        Map<EntryField, String> texts = new EnumMap<>(EntryField.class);
        Map<EntryField, Long> numbers = new EnumMap<>(EntryField.class);
        for (EntryField field : EntryField.values()) {
            if (!entry.has(field)) {
                continue;
            }
            if (field.isText()) {
                String text = entry.string(field);
                texts.put(field, text == null ? "" : text);
            } else {
                numbers.put(field, entry.number(field));
            }
        }
        List<String> attributes = new ArrayList<>();
        for (int i = 0; i < entry.attributeCount(); i++) {
            attributes.add(entry.attributeAt(i));
        }
        Bytes json = new Bytes(256);
        new EntryWriter().write(entry, json);
        return new DecodedEntry(texts, numbers, attributes, entry.storageClass(), json.toString(), offset, length);
    }

    @Nullable
    String text(EntryField field) {
        return texts.get(field);
    }

    @Nullable
    Long number(EntryField field) {
        return numbers.get(field);
    }
}
