package io.failsight.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes an {@link Entry} as the JSON document that the index holds, straight from its spans. Fields stand in the order of
 * {@link EntryField}; a document has no line feed, so it may stand in an NDJSON body. Not thread-safe: reuse one a thread.
 */
public final class EntryWriter {
    private static final EntryField[] FIELDS = EntryField.values();
    /** Names with quotes and colon, each array as long as a multiple of eight. */
    private static final byte[][] NAMES = new byte[FIELDS.length][];

    private static final int[] NAME_LENGTHS = new int[FIELDS.length];
    private static final byte[][] TIME_SOURCES = new byte[TimeSource.values().length][];

    static {
        for (EntryField field : FIELDS) {
            byte[] name = ("\"" + field.jsonName() + "\":").getBytes(StandardCharsets.US_ASCII);
            NAME_LENGTHS[field.ordinal()] = name.length;
            NAMES[field.ordinal()] = Arrays.copyOf(name, (name.length + 7) / 8 * 8);
        }
        for (TimeSource source : TimeSource.values()) {
            TIME_SOURCES[source.ordinal()] = ("\"" + source.id() + "\"").getBytes(StandardCharsets.US_ASCII);
        }
    }

    private final TimeText timeText = new TimeText();

    /** Appends the entry as one JSON object, for an index in which no attribute has a field of its own. */
    public void write(Entry entry, Bytes out) {
        write(entry, out, PromotedKeys.NONE);
    }

    /**
     * Appends the entry as one JSON object.
     *
     * @param promoted attributes that have a field of their own in the index it is for: they stand there and not in {@code attr}
     */
    public void write(Entry entry, Bytes out, PromotedKeys promoted) {
        int start = out.length();
        out.add('{');
        for (long bits = entry.presentBits(); bits != 0; bits &= bits - 1) {
            EntryField field = FIELDS[Long.numberOfTrailingZeros(bits)];
            name(field, out);
            writeValue(entry, field, out);
            out.add(',');
        }
        if (entry.fragment().length > 0) {
            out.add(entry.fragment()).add(',');
        }
        if (promoted.isEmpty()) {
            writeAttributes(entry, out);
        } else {
            writeAttributes(entry, promoted, out);
        }
        writeRest(entry, out);
        if (out.length() > start + 1) {
            out.truncate(out.length() - 1);
        }
        out.add('}');
    }

    private static void name(EntryField field, Bytes out) {
        out.addWords(NAMES[field.ordinal()], NAME_LENGTHS[field.ordinal()]);
    }

    private void writeValue(Entry entry, EntryField field, Bytes out) {
        switch (field.type()) {
            case KEYWORD -> {
                if (field == EntryField.TIME_SOURCE) {
                    out.add(TIME_SOURCES[entry.timeSource().ordinal()]);
                } else {
                    byte[] array = entry.array(field);
                    int offset = entry.offset(field);
                    int length = Utf8.cut(array, offset, entry.length(field), Entry.MAX_KEYWORD_BYTES);
                    JsonText.quote(array, offset, length, out);
                }
            }
            case TEXT, STORED, ATTRIBUTES ->
                JsonText.quote(entry.array(field), entry.offset(field), entry.length(field), out);
            case TIME -> {
                out.add('"');
                timeText.write(entry.number(field), out);
                out.add('"');
            }
            case MILLIS, LONG, BYTE, CHECKSUM -> out.addDecimal(entry.number(field));
        }
    }

    private static void writeAttributes(Entry entry, Bytes out) {
        Spans keys = entry.attributeKeys();
        if (keys.size() == 0) {
            return;
        }
        Spans values = entry.attributeValues();
        name(EntryField.ATTR, out);
        out.add('[');
        for (int i = 0; i < keys.size(); i++) {
            out.add(i == 0 ? '"' : ',');
            if (i > 0) {
                out.add('"');
            }
            writePair(keys, values, i, out);
            out.add('"');
        }
        out.add(']').add(',');
    }

    private static void writePair(Spans keys, Spans values, int i, Bytes out) {
        int keyLength = Utf8.cut(keys.array(i), keys.offset(i), keys.length(i), Entry.MAX_ATTRIBUTE_BYTES - 1);
        JsonText.escape(keys.array(i), keys.offset(i), keyLength, out);
        out.add('=');
        int room = Entry.MAX_ATTRIBUTE_BYTES - 1 - keyLength;
        JsonText.escape(
                values.array(i),
                values.offset(i),
                Utf8.cut(values.array(i), values.offset(i), values.length(i), room),
                out);
    }

    private static void writeAttributes(Entry entry, PromotedKeys promoted, Bytes out) {
        Spans keys = entry.attributeKeys();
        Spans values = entry.attributeValues();
        long present = 0;
        boolean others = false;
        for (int i = 0; i < keys.size(); i++) {
            int own = promoted.indexOf(keys.array(i), keys.offset(i), keys.length(i));
            if (own >= 0) {
                present |= 1L << own;
                continue;
            }
            if (others) {
                out.add(',');
            } else {
                name(EntryField.ATTR, out);
                out.add('[');
                others = true;
            }
            out.add('"');
            writePair(keys, values, i, out);
            out.add('"');
        }
        if (others) {
            out.add(']').add(',');
        }
        for (; present != 0; present &= present - 1) {
            writePromoted(keys, values, promoted, Long.numberOfTrailingZeros(present), out);
        }
    }

    private static void writePromoted(Spans keys, Spans values, PromotedKeys promoted, int own, Bytes out) {
        out.add(promoted.name(own)).add('[');
        for (int i = 0; i < keys.size(); i++) {
            if (promoted.indexOf(keys.array(i), keys.offset(i), keys.length(i)) == own) {
                int length = Utf8.cut(values.array(i), values.offset(i), values.length(i), Entry.MAX_ATTRIBUTE_BYTES);
                JsonText.quote(values.array(i), values.offset(i), length, out);
                out.add(',');
            }
        }
        out.truncate(out.length() - 1);
        out.add(']').add(',');
    }

    /** One stored string that is itself a JSON object; a key that stands several times keeps its last value for most readers. */
    private static void writeRest(Entry entry, Bytes out) {
        Spans keys = entry.restKeys();
        if (keys.size() == 0 || entry.has(EntryField.ATTR_REST)) {
            return;
        }
        Spans values = entry.restValues();
        Bytes object = new Bytes(1_024);
        object.add('{');
        for (int i = 0; i < keys.size(); i++) {
            if (i > 0) {
                object.add(',');
            }
            JsonText.quote(keys.array(i), keys.offset(i), keys.length(i), object);
            object.add(':');
            JsonText.quote(values.array(i), values.offset(i), values.length(i), object);
        }
        object.add('}');
        name(EntryField.ATTR_REST, out);
        JsonText.quote(object.array(), 0, object.length(), out);
        out.add(',');
    }
}
