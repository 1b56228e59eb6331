package io.failsight.collector.decode.json;

import io.failsight.model.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the tokens of one JSON text (RFC 8259) from bytes. Every method takes the index to read at and returns the index behind what
 * it read, or -1 when that is malformed; then {@link #reason} says why. Strings are spans of the input, or of the scratch space when
 * they hold escapes. Control characters inside strings are let through. Not thread-safe.
 */
public final class JsonScanner {
    /** Deepest nesting that {@link #skip} follows. */
    public static final int MAX_DEPTH = 64;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final int REPLACEMENT = 0xFFFD;

    private byte[] bytes = {};
    private int end;
    private Bytes scratch = new Bytes(0);
    private byte[] textArray = {};
    private int textOffset;
    private int textLength;
    private boolean nested;
    private String reason = "";

    /** Starts over with another text that ends at {@code newEnd}. */
    public void reset(byte[] newBytes, int newEnd, Bytes newScratch) {
        bytes = newBytes;
        end = newEnd;
        scratch = newScratch;
        reason = "";
    }

    /** Why the last read returned -1. */
    public String reason() {
        return reason;
    }

    /** Array of the last string, number or literal. */
    public byte[] textArray() {
        return textArray;
    }

    public int textOffset() {
        return textOffset;
    }

    public int textLength() {
        return textLength;
    }

    /** Whether the container that was skipped last holds another one. */
    public boolean isNested() {
        return nested;
    }

    /** The byte at an index, or 0 behind the end. */
    public int peek(int at) {
        return at < end ? bytes[at] : 0;
    }

    public int skipWhitespace(int at) {
        int i = at;
        while (i < end && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r')) {
            i++;
        }
        return i;
    }

    /** Reads a string whose quote is at {@code at}. */
    public int string(int at) {
        int from = at + 1;
        int i = stringStop(from);
        if (i < end && bytes[i] == '"') {
            span(bytes, from, i - from);
            return i + 1;
        }
        return escaped(from, i);
    }

    /** Reads a number, true, false or null as its own text. */
    public int scalar(int at) {
        int i = at;
        while (i < end && isScalarByte(bytes[i])) {
            i++;
        }
        int first = i > at ? bytes[at] : 0;
        boolean right = first == '-' || first >= '0' && first <= '9' ? isNumber(at, i) : isLiteral(at, i);
        if (!right) {
            return fail("JSON value malformed");
        }
        span(bytes, at, i - at);
        return i;
    }

    /** Passes over any value without looking at what it means. */
    public int skip(int at) {
        int depth = 0;
        long objects = 0;
        nested = false;
        int i = at;
        do {
            i = skipWhitespace(i);
            int b = peek(i);
            switch (b) {
                case '{', '[' -> {
                    if (depth == MAX_DEPTH) {
                        return fail("JSON nested too deep");
                    }
                    nested |= depth > 0;
                    objects = b == '{' ? objects | 1L << depth : objects & ~(1L << depth);
                    depth++;
                    i++;
                }
                case '}', ']' -> {
                    if (depth == 0 || (objects >>> depth - 1 & 1) != (b == '}' ? 1 : 0)) {
                        return fail("JSON brackets do not match");
                    }
                    depth--;
                    i++;
                }
                case '"' -> i = skipString(i);
                case ',', ':' -> i = depth == 0 ? fail("JSON value missing") : i + 1;
                default -> i = scalar(i);
            }
        } while (i >= 0 && depth > 0);
        return i;
    }

    public int fail(String why) {
        reason = why;
        return -1;
    }

    private int skipString(int at) {
        int i = stringStop(at + 1);
        while (i < end && bytes[i] == '\\') {
            i = stringStop(Math.min(i + 2, end));
        }
        return i < end ? i + 1 : fail("JSON string not ended");
    }

    /** Index of the first quote or backslash, or the end. */
    private int stringStop(int from) {
        int i = from;
        while (i + 8 <= end) {
            long word = (long) LONGS.get(bytes, i);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            long hits = ((quote - ONES) & ~quote | (backslash - ONES) & ~backslash) & HIGHS;
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >> 3);
            }
            i += 8;
        }
        while (i < end && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    private int escaped(int from, int firstBackslash) {
        int start = scratch.length();
        int copied = from;
        int i = firstBackslash;
        while (i < end && bytes[i] == '\\') {
            scratch.add(bytes, copied, i - copied);
            i = escape(i + 1);
            if (i < 0) {
                return i;
            }
            copied = i;
            i = stringStop(i);
        }
        if (i >= end) {
            return fail("JSON string not ended");
        }
        scratch.add(bytes, copied, i - copied);
        span(scratch.array(), start, scratch.length() - start);
        return i + 1;
    }

    private int escape(int at) {
        int b = peek(at);
        int made = switch (b) {
            case '"', '\\', '/' -> b;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> -1;
        };
        if (made >= 0) {
            scratch.add(made);
            return at + 1;
        }
        return b == 'u' ? unicode(at + 1) : fail("JSON escape malformed");
    }

    /** Four hex digits, and the second half of a surrogate pair; half a pair alone becomes U+FFFD. */
    private int unicode(int at) {
        int unit = hex4(at);
        if (unit < 0) {
            return fail("JSON escape malformed");
        }
        int next = at + 4;
        int point = unit;
        if (Character.isSurrogate((char) unit)) {
            int low = peek(next) == '\\' && peek(next + 1) == 'u' ? hex4(next + 2) : -1;
            if (Character.isHighSurrogate((char) unit) && low >= 0 && Character.isLowSurrogate((char) low)) {
                point = Character.toCodePoint((char) unit, (char) low);
                next += 6;
            } else {
                point = REPLACEMENT;
            }
        }
        addUtf8(point);
        return next;
    }

    private void addUtf8(int point) {
        if (point < 0x80) {
            scratch.add(point);
        } else if (point < 0x800) {
            scratch.add(0xC0 | point >> 6).add(0x80 | point & 0x3F);
        } else if (point < 0x10000) {
            scratch.add(0xE0 | point >> 12).add(0x80 | point >> 6 & 0x3F).add(0x80 | point & 0x3F);
        } else {
            scratch.add(0xF0 | point >> 18).add(0x80 | point >> 12 & 0x3F);
            scratch.add(0x80 | point >> 6 & 0x3F).add(0x80 | point & 0x3F);
        }
    }

    private int hex4(int at) {
        if (at + 4 > end) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static boolean isScalarByte(byte b) {
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == '-' || b == '+' || b == '.' || b == 'E';
    }

    private boolean isNumber(int from, int to) {
        int i = digitsEnd(bytes[from] == '-' ? from + 1 : from, to);
        boolean right = i > from && bytes[i - 1] != '-';
        if (right && i < to && bytes[i] == '.') {
            int fraction = i + 1;
            i = digitsEnd(fraction, to);
            right = i > fraction;
        }
        if (right && i < to && (bytes[i] == 'e' || bytes[i] == 'E')) {
            int exponent = i + 1 < to && (bytes[i + 1] == '-' || bytes[i + 1] == '+') ? i + 2 : i + 1;
            i = digitsEnd(exponent, to);
            right = i > exponent;
        }
        return right && i == to;
    }

    private int digitsEnd(int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i;
    }

    private boolean isLiteral(int from, int to) {
        return is("true", from, to) || is("false", from, to) || is("null", from, to);
    }

    private boolean is(String literal, int from, int to) {
        if (to - from != literal.length()) {
            return false;
        }
        for (int i = 0; i < literal.length(); i++) {
            if (bytes[from + i] != literal.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void span(byte[] array, int offset, int length) {
        textArray = array;
        textOffset = offset;
        textLength = length;
    }
}
