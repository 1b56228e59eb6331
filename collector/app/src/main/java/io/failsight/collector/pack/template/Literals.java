package io.failsight.collector.pack.template;

import java.util.Arrays;

/** Comparison of a template's literal with text: a blank stands for a run of blanks and tabs, a line feed also for CR LF. Stateless. */
final class Literals {
    private Literals() {}

    /** Literals from this length on are compared by the JVM's vector code first. */
    private static final int LONG_LITERAL = 8;

    /** Where the text after the literal starts, or -1 when the literal does not stand at {@code at}. */
    static int match(byte[] literal, byte[] bytes, int at, int to) {
        int length = literal.length;
        if (length < LONG_LITERAL) {
            return matchByBytes(literal, bytes, at, to);
        }
        int same = Arrays.mismatch(literal, 0, length, bytes, at, Math.min(to, at + length));
        if (same < 0) {
            return literal[length - 1] == ' ' ? skipBlanks(bytes, at + length, to) : at + length;
        }
        // Only at a blank or a line end may the text differ and still match.
        boolean flexible = literal[same < length ? same : length - 1] <= ' ' || same > 0 && literal[same - 1] == ' ';
        return flexible ? matchByBytes(literal, bytes, at, to) : -1;
    }

    private static int matchByBytes(byte[] literal, byte[] bytes, int start, int to) {
        int at = start;
        for (byte expected : literal) {
            if (at >= to) {
                return -1;
            }
            byte actual = bytes[at++];
            if (expected == ' ') {
                if (!isBlank(actual)) {
                    return -1;
                }
                at = skipBlanks(bytes, at, to);
            } else if (actual != expected) {
                if (expected != '\n' || actual != '\r' || at >= to || bytes[at++] != '\n') {
                    return -1;
                }
            }
        }
        return at;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isHex(byte b) {
        return isDigit(b) || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F';
    }

    static boolean isLetter(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
    }

    static int skipBlanks(byte[] bytes, int at, int to) {
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    static int skipDigits(byte[] bytes, int at, int to) {
        while (at < to && isDigit(bytes[at])) {
            at++;
        }
        return at;
    }
}
