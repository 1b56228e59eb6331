package io.failsight.collector.decode.journald;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.EntryConsumer;
import io.failsight.collector.decode.json.JsonScanner;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.RecordReader;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;

/**
 * Decodes journald entries as {@code journalctl -o json} writes them (systemd.journal-fields(7), "Journal JSON Format"): one object each,
 * values are strings, null, arrays of byte values (what is not UTF-8), or arrays of those (a field that stands several times). What an
 * entry has no field for becomes an attribute under journald's own name; the journal's own book-keeping is left out. A record that is
 * no such object has {@code parse=failed}, a reason, and its bytes as body. Not thread-safe.
 */
public final class JournaldDecoder implements Decoder {
    private static final byte[] PARSED = bytes("parsed");
    private static final byte[] FAILED = bytes("failed");

    private final Entry entry = new Entry();
    private final RecordReader records = new RecordReader();
    private final JsonScanner scanner = new JsonScanner();
    private final JournaldValues values = new JournaldValues();
    private byte[] bytes = {};
    private byte[] keyArray = {};
    private int keyOffset;
    private int keyLength;
    private JournaldField field = JournaldField.OTHER;

    @Override
    public void decode(BatchHeader header, byte[] newBytes, int offset, int length, EntryConsumer consumer) {
        bytes = newBytes;
        records.reset(header.framing(), newBytes, offset, length);
        while (records.next()) {
            int from = records.offset();
            int size = records.length();
            entry.clear();
            values.reset(entry);
            scanner.reset(newBytes, from + size, entry.scratch());
            if (object(from, from + size)) {
                values.finish();
                entry.text(EntryField.PARSE, PARSED);
            } else {
                entry.clear();
                entry.text(EntryField.PARSE, FAILED);
                entry.text(EntryField.PARSE_REASON, scanner.reason());
            }
            if (!entry.has(EntryField.BODY)) {
                entry.text(EntryField.BODY, newBytes, from, size);
            }
            if (!entry.has(EntryField.TIME)) {
                entry.time(header.receivedNanos(), TimeSource.RECEIPT);
            }
            consumer.accept(entry, from, size);
        }
    }

    private boolean object(int from, int end) {
        int at = scanner.skipWhitespace(from);
        if (scanner.peek(at) != '{') {
            scanner.fail("no JSON object");
            return false;
        }
        at = scanner.skipWhitespace(at + 1);
        while (at >= 0 && scanner.peek(at) != '}') {
            at = member(at);
        }
        if (at >= 0 && scanner.skipWhitespace(at + 1) != end) {
            scanner.fail("bytes behind the JSON object");
            return false;
        }
        return at >= 0;
    }

    /** Reads a name, its value, and the comma behind them. */
    private int member(int from) {
        int at = scanner.peek(from) == '"' ? scanner.string(from) : scanner.fail("JSON name missing");
        if (at < 0) {
            return at;
        }
        keyArray = scanner.textArray();
        keyOffset = scanner.textOffset();
        keyLength = scanner.textLength();
        field = JournaldField.of(keyArray, keyOffset, keyLength);
        at = scanner.skipWhitespace(at);
        if (scanner.peek(at) != ':') {
            return scanner.fail("JSON colon missing");
        }
        at = scanner.skipWhitespace(at + 1);
        at = field == JournaldField.DROPPED ? scanner.skip(at) : value(at, false);
        return at < 0 ? at : behindComma(at, '}');
    }

    private int behindComma(int from, char bracket) {
        int at = scanner.skipWhitespace(from);
        if (scanner.peek(at) == ',') {
            int next = scanner.skipWhitespace(at + 1);
            return scanner.peek(next) == bracket ? scanner.fail("JSON value missing behind a comma") : next;
        }
        return scanner.peek(at) == bracket ? at : scanner.fail("JSON comma or bracket missing");
    }

    private int value(int at, boolean isElement) {
        int first = scanner.peek(at);
        if (first == '"') {
            int next = scanner.string(at);
            if (next >= 0) {
                put(scanner.textArray(), scanner.textOffset(), scanner.textLength());
            }
            return next;
        }
        if (first == '[') {
            int next = scanner.skipWhitespace(at + 1);
            boolean isBytes = scanner.peek(next) >= '0' && scanner.peek(next) <= '9';
            if (isBytes) {
                return byteArray(next);
            }
            return isElement ? scanner.skip(at) : elements(next);
        }
        if (first == '{') {
            return scanner.skip(at);
        }
        int next = scanner.scalar(at);
        if (next >= 0 && first != 'n') {
            put(scanner.textArray(), scanner.textOffset(), scanner.textLength());
        }
        return next;
    }

    /** Reads the values of a field that stands several times. */
    private int elements(int from) {
        int at = from;
        while (at >= 0 && scanner.peek(at) != ']') {
            at = value(at, true);
            at = at < 0 ? at : behindComma(at, ']');
        }
        return at < 0 ? at : at + 1;
    }

    /** Reads a value that is no UTF-8 text: its bytes as numbers. */
    private int byteArray(int from) {
        Bytes scratch = entry.scratch();
        int start = scratch.length();
        int at = from;
        while (scanner.peek(at) != ']') {
            int next = scanner.scalar(at);
            if (next < 0) {
                return next;
            }
            int number = 0;
            for (int i = at; i < next; i++) {
                number = bytes[i] < '0' || bytes[i] > '9' || number > 255 ? 256 : number * 10 + bytes[i] - '0';
            }
            if (number > 255) {
                return scanner.fail("journald byte outside 0-255");
            }
            scratch.add(number);
            at = behindComma(next, ']');
            if (at < 0) {
                return at;
            }
        }
        put(scratch.array(), start, scratch.length() - start);
        return at + 1;
    }

    private void put(byte[] array, int offset, int length) {
        if (!values.set(field, array, offset, length)) {
            entry.attribute(keyArray, keyOffset, keyLength, array, offset, length);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
