package io.failsight.collector.pack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A name, or the beginning of one where it was written with {@code *} at its end. Immutable and thread-safe.
 *
 * @param text the name or its beginning
 * @param prefix whether anything may follow
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out, never compared
public record NamePattern(byte[] text, boolean prefix) {
    /** Reads a name that may end in {@code *}. */
    public static NamePattern of(String written) {
        boolean prefix = written.endsWith("*");
        String text = prefix ? written.substring(0, written.length() - 1) : written;
        return new NamePattern(text.getBytes(StandardCharsets.UTF_8), prefix);
    }

    boolean mayStartWith(byte b) {
        return text.length == 0 || text[0] == b;
    }

    boolean matches(byte[] bytes, int offset, int length) {
        return (prefix ? length >= text.length : length == text.length)
                && Arrays.equals(text, 0, text.length, bytes, offset, offset + text.length);
    }
}
