package io.failsight.collector.decode.json;

import io.failsight.collector.decode.time.IsoTime;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object into an entry: well-known names to fields, all else to attributes. Objects are flattened with dots, arrays of
 * plain values repeat their key, arrays that hold objects or arrays, and what is nested deeper than {@link #MAX_FLAT_DEPTH}, go
 * to {@code attr_rest} as their JSON text. Null is no value. Not thread-safe.
 */
public final class JsonReader {
    /** Deepest object whose members become attributes. */
    public static final int MAX_FLAT_DEPTH = 16;

    private static final byte[] NAMELESS = "_".getBytes(StandardCharsets.US_ASCII);

    private final JsonScanner scanner = new JsonScanner();
    private final JsonValues values;
    private final Bytes path = new Bytes(256);
    private final Bytes lines = new Bytes(256);
    private byte[] bytes = {};
    private Entry entry = new Entry();

    // The key that is being read: a span that lives as long as the entry.
    private byte[] keyArray = {};
    private int keyOffset;
    private int keyLength;

    /** @param isoTime reads times, and knows the zone of those that name none */
    public JsonReader(IsoTime isoTime) {
        values = new JsonValues(isoTime);
    }

    /**
     * Reads the object in {@code [from, to)}, which may have white space around it. False when it is none; then the entry may hold
     * a part of it, and {@link #reason} says why.
     */
    public boolean read(byte[] newBytes, int from, int to, Entry target) {
        bytes = newBytes;
        entry = target;
        scanner.reset(newBytes, to, target.scratch());
        path.clear();
        values.clear();
        int at = scanner.skipWhitespace(from);
        if (scanner.peek(at) != '{') {
            scanner.fail("no JSON object");
            return false;
        }
        int end = members(at + 1, 1);
        if (end < 0) {
            return false;
        }
        values.finish(target);
        if (scanner.skipWhitespace(end) != to) {
            scanner.fail("bytes behind the JSON object");
            return false;
        }
        return true;
    }

    /** Why the last read failed. */
    public String reason() {
        return scanner.reason();
    }

    /** Reads the members of an object up to its bracket; {@link #path} holds the names around it. */
    private int members(int from, int depth) {
        int at = scanner.skipWhitespace(from);
        if (scanner.peek(at) == '}') {
            return at + 1;
        }
        while (true) {
            if (scanner.peek(at) != '"') {
                return scanner.fail("JSON name missing");
            }
            at = scanner.string(at);
            if (at < 0) {
                return at;
            }
            int outer = path.length();
            enter(outer);
            at = scanner.skipWhitespace(at);
            if (scanner.peek(at) != ':') {
                return scanner.fail("JSON colon missing");
            }
            at = value(scanner.skipWhitespace(at + 1), depth);
            if (at < 0) {
                return at;
            }
            path.truncate(outer);
            at = scanner.skipWhitespace(at);
            int separator = scanner.peek(at);
            if (separator == '}') {
                return at + 1;
            }
            if (separator != ',') {
                return scanner.fail("JSON comma or bracket missing");
            }
            at = scanner.skipWhitespace(at + 1);
        }
    }

    /** Makes the name just read the current key, behind the names around it. */
    private void enter(int outer) {
        keyArray = scanner.textArray();
        keyOffset = scanner.textOffset();
        keyLength = scanner.textLength();
        if (outer > 0) {
            Bytes scratch = entry.scratch();
            int start = scratch.length();
            scratch.add(path.array(), 0, outer).add('.').add(keyArray, keyOffset, keyLength);
            keyArray = scratch.array();
            keyOffset = start;
            keyLength = scratch.length() - start;
        } else if (keyLength == 0) {
            keyArray = NAMELESS;
            keyOffset = 0;
            keyLength = NAMELESS.length;
        }
    }

    private int value(int at, int depth) {
        int first = scanner.peek(at);
        return switch (first) {
            case '"' -> {
                int next = scanner.string(at);
                if (next >= 0) {
                    put(true);
                }
                yield next;
            }
            case '{' -> {
                if (depth == MAX_FLAT_DEPTH) {
                    yield rest(at);
                }
                path.truncate(0);
                path.add(keyArray, keyOffset, keyLength);
                yield members(at + 1, depth + 1);
            }
            case '[' -> array(at);
            default -> {
                int next = scanner.scalar(at);
                if (next >= 0 && (first == 't' || first == 'f')) {
                    attribute();
                } else if (next >= 0 && first != 'n') {
                    put(false);
                }
                yield next;
            }
        };
    }

    private int array(int at) {
        int end = scanner.skip(at);
        if (end < 0) {
            return end;
        }
        if (scanner.isNested()) {
            entry.rest(keyArray, keyOffset, keyLength, bytes, at, end - at);
            return end;
        }
        JsonName name = JsonName.find(keyArray, keyOffset, keyLength);
        boolean stack = name != null && name.field() == EntryField.STACK_TRACE && !entry.has(EntryField.STACK_TRACE);
        lines.clear();
        int i = scanner.skipWhitespace(at + 1);
        while (scanner.peek(i) != ']') {
            i = element(i, stack);
            if (i < 0) {
                return i;
            }
        }
        if (stack && lines.length() > 0) {
            int start = entry.scratch().length();
            entry.scratch().add(lines.array(), 0, lines.length() - 1);
            entry.textFromScratch(EntryField.STACK_TRACE, start);
        }
        return i + 1;
    }

    /** Reads one plain value of an array and the comma behind it. */
    private int element(int at, boolean stack) {
        int first = scanner.peek(at);
        int i = first == '"' ? scanner.string(at) : scanner.scalar(at);
        if (i < 0) {
            return i;
        }
        if (stack) {
            lines.add(scanner.textArray(), scanner.textOffset(), scanner.textLength());
            lines.add('\n');
        } else if (first != 'n') {
            attribute();
        }
        i = scanner.skipWhitespace(i);
        if (scanner.peek(i) == ',') {
            return scanner.skipWhitespace(i + 1);
        }
        return scanner.peek(i) == ']' ? i : scanner.fail("JSON comma or bracket missing");
    }

    private int rest(int at) {
        int end = scanner.skip(at);
        if (end >= 0) {
            entry.rest(keyArray, keyOffset, keyLength, bytes, at, end - at);
        }
        return end;
    }

    private void put(boolean quoted) {
        @Nullable JsonName name = JsonName.find(keyArray, keyOffset, keyLength);
        if (name == null
                || !values.set(name, entry, scanner.textArray(), scanner.textOffset(), scanner.textLength(), quoted)) {
            attribute();
        }
    }

    private void attribute() {
        entry.attribute(
                keyArray, keyOffset, keyLength, scanner.textArray(), scanner.textOffset(), scanner.textLength());
    }
}
