package io.failsight.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The attributes that have a field of their own in one index, at most {@value #MAX}. Immutable, thread-safe. */
public final class PromotedKeys {
    /** Each costs an index some memory, whether it holds values or not. */
    public static final int MAX = 64;

    public static final PromotedKeys NONE = new PromotedKeys(List.of());

    private final List<PromotedField> fields;
    private final byte[][] keys;
    private final byte[][] names;

    private PromotedKeys(List<PromotedField> fields) {
        this.fields = fields;
        this.keys = new byte[fields.size()][];
        this.names = new byte[fields.size()][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = fields.get(i).key().getBytes(StandardCharsets.US_ASCII);
            names[i] = ("\"" + fields.get(i).jsonName() + "\":").getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Those keys, each once. */
    public static PromotedKeys of(Collection<String> keys) {
        List<PromotedField> fields =
                keys.stream().distinct().sorted().map(PromotedField::new).toList();
        if (fields.size() > MAX) {
            throw new IllegalArgumentException(
                    "at most " + MAX + " attributes can have a field of their own, were " + fields.size());
        }
        return fields.isEmpty() ? NONE : new PromotedKeys(fields);
    }

    /** The fields, by key. */
    public List<PromotedField> fields() {
        return fields;
    }

    boolean isEmpty() {
        return keys.length == 0;
    }

    /** Number of the field for a key, -1 where it has none. */
    int indexOf(byte[] bytes, int offset, int length) {
        for (int i = 0; i < keys.length; i++) {
            byte[] key = keys[i];
            if (key.length == length
                    && key[length - 1] == bytes[offset + length - 1]
                    && Arrays.equals(key, 0, length, bytes, offset, offset + length)) {
                return i;
            }
        }
        return -1;
    }

    /** Name of a field with quotes and colon. */
    byte[] name(int index) {
        return names[index];
    }
}
