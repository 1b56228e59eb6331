package io.failsight.collector.pack;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values by byte strings, found without making an object. Immutable and thread-safe. */
final class ByteMap<V> {
    private final byte[][] keys;
    private final @Nullable Object[] values;
    private final int mask;

    ByteMap(Map<String, V> content) {
        int room = Integer.highestOneBit(Math.max(4, content.size() * 4));
        keys = new byte[room][];
        values = new Object[room];
        mask = room - 1;
        content.forEach((key, value) -> {
            byte[] bytes = key.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            int at = hash(bytes, 0, bytes.length) & mask;
            while (values[at] != null) {
                at = at + 1 & mask;
            }
            keys[at] = bytes;
            values[at] = value;
        });
    }

    @SuppressWarnings("unchecked") // only values of type V are put in
    @Nullable
    V get(byte[] bytes, int offset, int length) {
        int at = hash(bytes, offset, length) & mask;
        while (values[at] != null) {
            byte[] key = keys[at];
            if (key.length == length && Arrays.equals(key, 0, length, bytes, offset, offset + length)) {
                return (V) values[at];
            }
            at = at + 1 & mask;
        }
        return null;
    }

    private static int hash(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + bytes[i];
        }
        return hash ^ hash >>> 15;
    }
}
