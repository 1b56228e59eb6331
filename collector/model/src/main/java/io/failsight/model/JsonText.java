package io.failsight.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes bytes that should be UTF-8 as the inside of a JSON string (RFC 8259 §7): plain ASCII is copied eight bytes at a look,
 * control characters are escaped, malformed UTF-8 becomes U+FFFD so that the store accepts every line. Stateless, thread-safe.
 */
public final class JsonText {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private JsonText() {}

    /** Appends the escaped text, without quotes. What needs no escape, nearly everything, is looked at and copied in one pass. */
    public static void escape(byte[] source, int offset, int length, Bytes out) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at = copyPlain(source, at, end, out);
            if (at < end) {
                at = escapeOne(source, at, end, out);
            }
        }
    }

    /** Appends the text as a JSON string with quotes. */
    public static void quote(byte[] source, int offset, int length, Bytes out) {
        out.add('"');
        escape(source, offset, length, out);
        out.add('"');
    }

    /** Appends the run of bytes that need no escape and are ASCII; returns where it ends. */
    private static int copyPlain(byte[] source, int from, int end, Bytes out) {
        out.reserve(end - from + Long.BYTES);
        byte[] target = out.array();
        int distance = out.length() - from;
        int at = from;
        long hits = 0;
        while (at + 8 <= end) {
            long word = (long) LONGS.get(source, at);
            LONGS.set(target, at + distance, word);
            hits = hits(word);
            if (hits != 0) {
                at += Long.numberOfTrailingZeros(hits) >> 3;
                break;
            }
            at += 8;
        }
        if (hits == 0 && at < end && end - from >= 8) {
            // The last bytes are looked at once more together with those before them.
            long word = (long) LONGS.get(source, end - 8);
            if (hits(word) == 0) {
                LONGS.set(target, end - 8 + distance, word);
                at = end;
            }
        }
        if (hits == 0) {
            while (at < end && isPlain(source[at])) {
                target[at + distance] = source[at];
                at++;
            }
        }
        out.advance(at - from);
        return at;
    }

    /**
     * The high bit of a byte is set when it is below 0x20, a quote, a backslash, or not ASCII. A borrow may also mark the byte above a
     * true hit, so only the lowest mark counts.
     */
    private static long hits(long word) {
        long quote = word ^ ONES * '"';
        long backslash = word ^ ONES * '\\';
        return ((word - ONES * 0x20) | (quote - ONES) | (backslash - ONES) | word) & HIGHS;
    }

    private static boolean isPlain(byte b) {
        return b >= 0x20 && b != '"' && b != '\\';
    }

    private static int escapeOne(byte[] source, int at, int end, Bytes out) {
        int b = source[at];
        if (b < 0) {
            int size = Utf8.sequenceLength(source, at, end);
            if (size == 0) {
                out.add(REPLACEMENT);
                return at + 1;
            }
            out.add(source, at, size);
            return at + size;
        }
        switch (b) {
            case '"', '\\' -> out.add('\\').add(b);
            case '\n' -> out.add('\\').add('n');
            case '\r' -> out.add('\\').add('r');
            case '\t' -> out.add('\\').add('t');
            default -> {
                if (isPlain((byte) b)) {
                    out.add(b);
                } else {
                    out.add('\\').add('u').add('0').add('0').add(HEX[b >> 4]).add(HEX[b & 15]);
                }
            }
        }
        return at + 1;
    }
}
