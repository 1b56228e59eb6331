package io.failsight.collector.pack;

import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Severity;
import io.failsight.model.StorageClass;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code set:} says: text fields and attributes, a severity, a storage class. Immutable and thread-safe. */
public final class Constants {
    /** Sets nothing. */
    public static final Constants NONE = new Constants(Map.of(), Map.of(), null, null);

    private final EntryField[] fields;
    private final byte[][] values;
    private final byte[][] keys;
    private final byte[][] attributes;
    private final @Nullable Severity severity;
    private final @Nullable StorageClass storageClass;

    /** All that {@code set:} says. */
    public Constants(
            Map<EntryField, String> texts,
            Map<String, String> attributes,
            @Nullable Severity severity,
            @Nullable StorageClass storageClass) {
        fields = texts.keySet().toArray(new EntryField[0]);
        values = utf8(texts.values().toArray(new String[0]));
        keys = utf8(attributes.keySet().toArray(new String[0]));
        this.attributes = utf8(attributes.values().toArray(new String[0]));
        this.severity = severity;
        this.storageClass = storageClass;
    }

    private static byte[][] utf8(String[] texts) {
        byte[][] bytes = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            bytes[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }

    /** Sets everything, also over what the sender said. */
    void replace(Entry entry) {
        for (int i = 0; i < fields.length; i++) {
            entry.text(fields[i], values[i]);
        }
        if (severity != null) {
            entry.number(EntryField.SEVERITY, severity.number());
        }
        if (storageClass != null) {
            entry.storageClass(storageClass);
        }
        addAttributes(entry);
    }

    /** Sets what is not set yet. */
    void fill(Entry entry) {
        for (int i = 0; i < fields.length; i++) {
            if (!entry.has(fields[i])) {
                entry.text(fields[i], values[i]);
            }
        }
        if (severity != null && entry.number(EntryField.SEVERITY) == 0) {
            entry.number(EntryField.SEVERITY, severity.number());
        }
        if (storageClass != null && entry.storageClass() == StorageClass.NORMAL) {
            entry.storageClass(storageClass);
        }
        addAttributes(entry);
    }

    private void addAttributes(Entry entry) {
        for (int i = 0; i < keys.length; i++) {
            entry.attribute(keys[i], 0, keys[i].length, attributes[i], 0, attributes[i].length);
        }
    }
}
