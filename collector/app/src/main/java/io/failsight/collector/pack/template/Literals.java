package io.failsight.collector.pack.template;

/** Comparison of a template's literal with text: a blank stands for a run of blanks and tabs, a line feed also for CR LF. Stateless. */
final class Literals {
    private Literals() {}

    /** Where the text after the literal starts, or -1 when the literal does not stand at {@code at}. */
    static int match(byte[] literal, byte[] bytes, int at, int to) {
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
