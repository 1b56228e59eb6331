package io.failsight.collector.journal.segment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Strings seen before, found again by their bytes without making a new one. Fixed size, newest wins. Not thread-safe. */
final class TextCache {
    /** A thousand senders stay allocation-free; costs at most a few hundred kilobytes. */
    private static final int SLOTS = 1_024;

    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final @Nullable String[] values = new String[SLOTS];

    String get(byte[] bytes, int from, int length) {
        if (length == 0) {
            return "";
        }
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ hash >>> 15) & (SLOTS - 1);
        byte[] key = keys[slot];
        String value = values[slot];
        if (key != null && value != null && Arrays.equals(key, 0, key.length, bytes, from, from + length)) {
            return value;
        }
        String made = make(bytes, from, length);
        keys[slot] = Arrays.copyOfRange(bytes, from, from + length);
        values[slot] = made;
        return made;
    }

    static String make(byte[] bytes, int from, int length) {
        return length == 0 ? "" : new String(bytes, from, length, StandardCharsets.UTF_8);
    }
}
