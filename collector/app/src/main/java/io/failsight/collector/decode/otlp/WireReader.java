package io.failsight.collector.decode.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the protobuf wire format from a span of bytes. Never throws for what the bytes say: at the first fault it stands at its end
 * and {@link #bad} is true until {@link #forgive}. Not thread-safe. Source: protobuf "Encoding".
 */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int DELIMITED = 2;
    static final int FIXED32 = 5;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_VARINT_BYTES = 10;

    private byte[] bytes = {};
    private int at;
    private int end;
    private boolean bad;

    void reset(byte[] source, int offset, int length) {
        bytes = source;
        at = offset;
        end = offset + length;
        bad = false;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the next byte lies in the array. */
    int at() {
        return at;
    }

    boolean atEnd() {
        return at >= end;
    }

    boolean bad() {
        return bad;
    }

    void forgive() {
        bad = false;
    }

    /** Marks the bytes as bad and goes to their end; returns 0. */
    int fail() {
        bad = true;
        at = end;
        return 0;
    }

    /** The next tag, field number and wire type together, 0 at the end. */
    int tag() {
        if (at >= end) {
            return 0;
        }
        int first = bytes[at];
        if (first >= 8) {
            at++;
            return first;
        }
        int tag = (int)
                varint(); // protobuf ignores bits above the 32nd of tags and lengths, and the door counts as it does
        return tag >>> 3 == 0 ? fail() : tag;
    }

    long varint() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        long value = 0;
        int limit = Math.min(end, at + MAX_VARINT_BYTES);
        int shift = 0;
        while (at < limit) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
        return fail();
    }

    long fixed64() {
        if (end - at < Long.BYTES) {
            return fail();
        }
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    /** Length of a delimited field; the reader then stands at its first byte. 0 when the bytes are bad. */
    int length() {
        int length = (int) varint();
        return length < 0 || length > end - at ? fail() : length;
    }

    /** The same, but a length that goes past the end is cut to what is there and the bytes are marked bad. */
    int lengthOfWhatIsThere() {
        int length = (int) varint();
        if (length < 0 || length > end - at) {
            bad = true;
            return end - at;
        }
        return length;
    }

    void advance(int count) {
        at += count;
    }

    /** Goes back to a place within the opened span. */
    void rewind(int place) {
        at = place;
    }

    /** Limits reading to the next {@code length} bytes; give the result to {@link #close}. */
    int open(int length) {
        int outer = end;
        end = at + length;
        return outer;
    }

    /** Stands behind the opened span again, whatever was read of it. */
    void close(int outer) {
        at = end;
        end = outer;
    }

    /** Limits reading to a span that was seen before; give the result, and where to go on, to {@link #leave}. */
    int enter(int offset, int length) {
        int outer = end;
        at = offset;
        end = offset + length;
        return outer;
    }

    void leave(int outer, int goOnAt) {
        at = goOnAt;
        end = outer;
    }

    /** Passes over the value of a field that nobody asked for. */
    void skip(int tag) {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> passOver(Long.BYTES);
            case DELIMITED -> passOver(length());
            case FIXED32 -> passOver(Integer.BYTES);
            default -> fail(); // groups, which OTLP does not have
        }
    }

    private void passOver(int count) {
        if (end - at < count) {
            fail();
        } else {
            at += count;
        }
    }
}
