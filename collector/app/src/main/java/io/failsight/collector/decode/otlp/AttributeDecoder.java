package io.failsight.collector.decode.otlp;

import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;

/**
 * Attributes to an entry: known ones to their fields, the others to searchable pairs; maps are flattened with dots, lists repeat
 * their key. What a list of lists or maps loses that way is kept as JSON. Not thread-safe.
 */
final class AttributeDecoder {
    private static final byte[] EMPTY_LIST = {'[', ']'};
    private static final byte[] EMPTY_MAP = {'{', '}'};

    private final KeyValue pair = new KeyValue();
    private final AnyValue value = new AnyValue();
    private final ValueText text;

    AttributeDecoder(ValueText text) {
        this.text = text;
    }

    /** Decodes the delimited KeyValue whose tag was just read. */
    void attribute(WireReader in, Entry entry) {
        pair.read(in);
        int keyOffset = pair.keyOffset();
        int keyLength = pair.keyLength();
        byte[] bytes = in.bytes();
        value.read(in, pair.valueOffset(), pair.valueLength());
        EntryField field = KnownAttributes.field(bytes, keyOffset, keyLength);
        if (field == null || !known(field, bytes, entry)) {
            other(in, bytes, keyOffset, keyLength, 1, entry);
        }
    }

    /** Decodes the attributes of a span's event that have fields of their own and passes over the others. */
    void knownOnly(WireReader in, Entry entry) {
        pair.read(in);
        EntryField field = KnownAttributes.field(in.bytes(), pair.keyOffset(), pair.keyLength());
        if (field != null) {
            value.read(in, pair.valueOffset(), pair.valueLength());
            known(field, in.bytes(), entry);
        }
    }

    /** Sets the field to the value that was just read; false when it does not fit the field. */
    private boolean known(EntryField field, byte[] bytes, Entry entry) {
        if (!field.isText()) {
            long number = value.kind() == AnyValue.Kind.INT ? value.number() : digits(bytes);
            if (number < 0) {
                return false;
            }
            entry.number(field, number);
            return true;
        }
        if (value.kind() == AnyValue.Kind.STRING) {
            entry.text(field, bytes, value.offset(), value.length());
            return true;
        }
        int start = entry.scratch().length();
        if (!ValueText.scalar(value, entry.scratch())) {
            return false;
        }
        entry.textFromScratch(field, start);
        return true;
    }

    /** A string of decimal digits as a number, -1 when it is none. */
    private long digits(byte[] bytes) {
        if (value.kind() != AnyValue.Kind.STRING || value.length() < 1 || value.length() > 18) {
            return -1;
        }
        long number = 0;
        for (int i = value.offset(); i < value.offset() + value.length(); i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    /** Adds the value that was just read under that key; returns whether it is a list or a map. */
    private boolean other(WireReader in, byte[] key, int keyOffset, int keyLength, int depth, Entry entry) {
        byte[] bytes = in.bytes();
        Bytes scratch = entry.scratch();
        int start = scratch.length();
        int offset = value.offset();
        int length = value.length();
        switch (value.kind()) {
            case EMPTY -> entry.attribute(key, keyOffset, keyLength, bytes, 0, 0);
            case STRING -> entry.attribute(key, keyOffset, keyLength, bytes, offset, length);
            case BOOL, INT, DOUBLE -> {
                ValueText.scalar(value, scratch);
                entry.attribute(key, keyOffset, keyLength, scratch.array(), start, scratch.length() - start);
            }
            case BYTES -> {
                ValueText.base64(bytes, offset, length, scratch);
                entry.attribute(key, keyOffset, keyLength, scratch.array(), start, scratch.length() - start);
            }
            case ARRAY -> {
                list(in, key, keyOffset, keyLength, offset, length, depth, entry);
                return true;
            }
            case KEY_VALUE_LIST -> {
                map(in, key, keyOffset, keyLength, offset, length, depth, entry);
                return true;
            }
        }
        return false;
    }

    private void list(
            WireReader in, byte[] key, int keyOffset, int keyLength, int offset, int length, int depth, Entry entry) {
        if (length == 0) {
            entry.attribute(key, keyOffset, keyLength, EMPTY_LIST, 0, EMPTY_LIST.length);
            return;
        }
        if (depth > ValueText.MAX_DEPTH) {
            in.fail();
            return;
        }
        boolean nested = false;
        int goOnAt = in.at();
        int outer = in.enter(offset, length);
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag != (1 << 3 | WireReader.DELIMITED)) {
                in.skip(tag);
                continue;
            }
            int itemLength = in.length();
            value.read(in, in.at(), itemLength);
            in.advance(itemLength);
            nested |= other(in, key, keyOffset, keyLength, depth + 1, entry);
        }
        in.leave(outer, goOnAt);
        if (nested && depth == 1) {
            keepAsJson(in, key, keyOffset, keyLength, offset, length, entry);
        }
    }

    private void keepAsJson(
            WireReader in, byte[] key, int keyOffset, int keyLength, int offset, int length, Entry entry) {
        Bytes scratch = entry.scratch();
        int start = scratch.length();
        text.list(in, offset, length, 1, scratch);
        entry.rest(key, keyOffset, keyLength, scratch.array(), start, scratch.length() - start);
    }

    private void map(
            WireReader in, byte[] key, int keyOffset, int keyLength, int offset, int length, int depth, Entry entry) {
        if (length == 0) {
            entry.attribute(key, keyOffset, keyLength, EMPTY_MAP, 0, EMPTY_MAP.length);
            return;
        }
        if (depth > ValueText.MAX_DEPTH) {
            in.fail();
            return;
        }
        int goOnAt = in.at();
        int outer = in.enter(offset, length);
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag != (1 << 3 | WireReader.DELIMITED)) {
                in.skip(tag);
                continue;
            }
            pair.read(in);
            Bytes scratch = entry.scratch();
            int start = scratch.length();
            scratch.add(key, keyOffset, keyLength).add('.').add(in.bytes(), pair.keyOffset(), pair.keyLength());
            byte[] longKey = scratch.array();
            int longKeyLength = scratch.length() - start;
            value.read(in, pair.valueOffset(), pair.valueLength());
            other(in, longKey, start, longKeyLength, depth + 1, entry);
        }
        in.leave(outer, goOnAt);
    }

    /** Sets a field to a value as text, lists and maps as JSON. */
    void value(WireReader in, int offset, int length, EntryField field, Entry entry) {
        value.read(in, offset, length);
        Bytes scratch = entry.scratch();
        int start = scratch.length();
        switch (value.kind()) {
            case EMPTY -> {}
            case STRING -> entry.text(field, in.bytes(), value.offset(), value.length());
            case BOOL, INT, DOUBLE -> ValueText.scalar(value, scratch);
            case BYTES -> ValueText.base64(in.bytes(), value.offset(), value.length(), scratch);
            case ARRAY, KEY_VALUE_LIST -> text.json(in, offset, length, 1, scratch);
        }
        if (scratch.length() > start) {
            entry.textFromScratch(field, start);
        }
    }
}
