package io.failsight.collector.decode.otlp;

import io.failsight.model.Bytes;
import io.failsight.model.JsonText;
import java.util.Arrays;
import java.util.Base64;

/** Writes values as text: scalars as they read, lists and maps as JSON. Not thread-safe. */
final class ValueText {
    /** Deeper values are bad input: the receiver refuses them. */
    static final int MAX_DEPTH = 64;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final AnyValue value = new AnyValue();
    private final KeyValue pair = new KeyValue();

    /** Appends an integer, boolean or double; returns whether it was one of them. */
    static boolean scalar(AnyValue value, Bytes out) {
        switch (value.kind()) {
            case BOOL -> out.add(value.number() != 0 ? "true" : "false");
            case INT -> out.addDecimal(value.number());
            case DOUBLE -> out.add(Double.toString(Double.longBitsToDouble(value.number())));
            case EMPTY, STRING, ARRAY, KEY_VALUE_LIST, BYTES -> {
                return false;
            }
        }
        return true;
    }

    /** Appends bytes in base64 (RFC 4648 §4). */
    static void base64(byte[] bytes, int offset, int length, Bytes out) {
        out.add(Base64.getEncoder().encode(Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    /** Appends bytes in hex. */
    static void hex(byte[] bytes, int offset, int length, Bytes out) {
        out.reserve(2 * length);
        byte[] target = out.array();
        int to = out.length();
        for (int i = offset; i < offset + length; i++) {
            target[to++] = HEX[bytes[i] >> 4 & 15];
            target[to++] = HEX[bytes[i] & 15];
        }
        out.advance(2 * length);
    }

    /** Appends the AnyValue in that span as JSON; the reader then stands where it stood before. */
    void json(WireReader in, int offset, int length, int depth, Bytes out) {
        value.read(in, offset, length);
        int contentOffset = value.offset();
        int contentLength = value.length();
        switch (value.kind()) {
            case EMPTY -> out.add("null");
            case STRING -> JsonText.quote(in.bytes(), contentOffset, contentLength, out);
            case BOOL, INT -> scalar(value, out);
            case DOUBLE -> number(Double.longBitsToDouble(value.number()), out);
            case BYTES -> {
                out.add('"');
                base64(in.bytes(), contentOffset, contentLength, out);
                out.add('"');
            }
            case ARRAY -> list(in, contentOffset, contentLength, depth, out);
            case KEY_VALUE_LIST -> {
                int goOnAt = in.at();
                int outer = in.enter(contentOffset, contentLength);
                pairs(in, 1, depth, out);
                in.leave(outer, goOnAt);
            }
        }
    }

    /** Appends what is left of the opened message's KeyValue fields of that number as one JSON object. */
    void pairs(WireReader in, int field, int depth, Bytes out) {
        out.add('{');
        boolean first = true;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag != (field << 3 | WireReader.DELIMITED)) {
                in.skip(tag);
                continue;
            }
            pair(in, first, depth, out);
            first = false;
        }
        out.add('}');
    }

    /** Appends one member of an object for the delimited KeyValue whose tag was just read. */
    void pair(WireReader in, boolean first, int depth, Bytes out) {
        if (depth > MAX_DEPTH) {
            in.fail();
            return;
        }
        pair.read(in);
        if (!first) {
            out.add(',');
        }
        JsonText.quote(in.bytes(), pair.keyOffset(), pair.keyLength(), out);
        out.add(':');
        json(in, pair.valueOffset(), pair.valueLength(), depth + 1, out);
    }

    /** Appends the ArrayValue in that span as a JSON array; the reader then stands where it stood before. */
    void list(WireReader in, int offset, int length, int depth, Bytes out) {
        if (depth > MAX_DEPTH) {
            in.fail();
            out.add("[]");
            return;
        }
        int goOnAt = in.at();
        int outer = in.enter(offset, length);
        out.add('[');
        boolean first = true;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag != (1 << 3 | WireReader.DELIMITED)) {
                in.skip(tag);
                continue;
            }
            int itemLength = in.length();
            int itemOffset = in.at();
            in.advance(itemLength);
            if (!first) {
                out.add(',');
            }
            first = false;
            json(in, itemOffset, itemLength, depth + 1, out);
        }
        out.add(']');
        in.leave(outer, goOnAt);
    }

    /** JSON has no NaN and no infinities: they become strings, as in protobuf's JSON mapping. */
    private static void number(double number, Bytes out) {
        if (Double.isFinite(number)) {
            out.add(Double.toString(number));
        } else {
            out.add('"').add(Double.toString(number)).add('"');
        }
    }
}
