package io.failsight.engine.query;

import io.failsight.model.Entry;
import io.failsight.model.Utf8;
import java.nio.charset.StandardCharsets;

/** The terms that the field {@code attr} holds, cut as the writer of entries cuts them. Stateless, thread-safe. */
public final class AttributeTerms {
    private AttributeTerms() {}

    /** The term of an attribute: {@code key=value}, at most {@link Entry#MAX_ATTRIBUTE_BYTES} bytes. */
    public static String term(String key, String value) {
        String start = start(key);
        int room = Entry.MAX_ATTRIBUTE_BYTES - start.getBytes(StandardCharsets.UTF_8).length;
        return start + cut(value, room);
    }

    /** What every term of the attribute starts with: {@code key=}. */
    public static String start(String key) {
        return cut(key, Entry.MAX_ATTRIBUTE_BYTES - 1) + "=";
    }

    /** The longest start of the text that is at most so many bytes of UTF-8 and cuts no character in two. */
    static String cut(String text, int maxBytes) {
        if (text.length() <= maxBytes / 3) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, 0, Utf8.cut(bytes, 0, bytes.length, maxBytes), StandardCharsets.UTF_8);
    }
}
