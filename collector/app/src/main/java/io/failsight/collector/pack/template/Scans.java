package io.failsight.collector.pack.template;

/** Finds the ends of captures that know their own end; each returns the start itself when nothing fits. Stateless. */
final class Scans {
    /** Longest run that is looked at for an address or a number. */
    private static final int MAX_TOKEN_BYTES = 256;

    private Scans() {}

    static int lineEnd(byte[] bytes, int at, int to) {
        int end = at;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        return end > at && end < to && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    static int number(byte[] bytes, int at, int to, boolean fraction) {
        int digits = at < to && (bytes[at] == '-' || bytes[at] == '+') ? at + 1 : at;
        int end = Literals.skipDigits(bytes, digits, to);
        if (end == digits) {
            return at;
        }
        if (fraction && end + 1 < to && bytes[end] == '.' && Literals.isDigit(bytes[end + 1])) {
            return Literals.skipDigits(bytes, end + 1, to);
        }
        return end;
    }

    static int hex(byte[] bytes, int at, int to) {
        int digits = at + 2 < to && bytes[at] == '0' && (bytes[at + 1] == 'x' || bytes[at + 1] == 'X') ? at + 2 : at;
        int end = digits;
        while (end < to && Literals.isHex(bytes[end])) {
            end++;
        }
        return end == digits ? at : end;
    }

    static int ip(byte[] bytes, int at, int to) {
        int fourEnd = ipv4(bytes, at, to);
        return fourEnd > at ? fourEnd : ipv6(bytes, at, to);
    }

    private static int ipv4(byte[] bytes, int at, int to) {
        int end = at;
        for (int part = 0; part < 4; part++) {
            if (part > 0) {
                if (end >= to || bytes[end] != '.') {
                    return at;
                }
                end++;
            }
            int digitsEnd = Literals.skipDigits(bytes, end, Math.min(to, end + 3));
            if (digitsEnd == end) {
                return at;
            }
            end = digitsEnd;
        }
        return end < to && Literals.isDigit(bytes[end]) ? at : end;
    }

    private static int ipv6(byte[] bytes, int at, int to) {
        int limit = Math.min(to, at + MAX_TOKEN_BYTES);
        int end = at;
        int colons = 0;
        while (end < limit && (Literals.isHex(bytes[end]) || bytes[end] == ':' || bytes[end] == '.')) {
            colons += bytes[end++] == ':' ? 1 : 0;
        }
        if (end > at && bytes[end - 1] == ':' && (end < at + 2 || bytes[end - 2] != ':')) {
            end--; // "fe80::1: text": the last colon belongs to the text
            colons--;
        }
        if (end > at && bytes[end - 1] == '.') {
            end--;
        }
        if (colons < 2) {
            return at;
        }
        if (end < limit && bytes[end] == '%') { // zone of a link-local address
            do {
                end++;
            } while (end < limit && (Literals.isLetter(bytes[end]) || Literals.isDigit(bytes[end])));
        }
        return end;
    }

    static boolean isHostByte(byte b) {
        return Literals.isLetter(b) || Literals.isDigit(b) || b == '.' || b == '-' || b == '_' || b == ':' || b < 0;
    }

    static int host(byte[] bytes, int at, int to) {
        int end = ip(bytes, at, to);
        if (end > at && (end == to || !isHostByte(bytes[end]) || bytes[end] == ':')) {
            return end;
        }
        end = at;
        while (end < to && isHostByte(bytes[end]) && bytes[end] != ':') {
            end++;
        }
        return end;
    }

    static int quoted(byte[] bytes, int at, int to) {
        if (at >= to || bytes[at] != '"' && bytes[at] != '\'') {
            return at;
        }
        for (int p = at + 1; p < to; p++) {
            if (bytes[p] == '\\') {
                p++;
            } else if (bytes[p] == bytes[at]) {
                return p + 1;
            }
        }
        return at;
    }

    static byte closing(byte open) {
        return switch (open) {
            case '[' -> ']';
            case '(' -> ')';
            case '<' -> '>';
            case '{' -> '}';
            default -> 0;
        };
    }

    static int bracketed(byte[] bytes, int at, int to) {
        byte close = at < to ? closing(bytes[at]) : 0;
        if (close == 0) {
            return at;
        }
        for (int p = at + 1; p < to; p++) {
            if (bytes[p] == close) {
                return p + 1;
            }
        }
        return at;
    }

    /** Before the line feed in front of the first line of a Java stack trace. */
    static int messageEnd(byte[] bytes, int at, int to) {
        int lineStart = at;
        while (true) {
            int end = lineStart;
            while (end < to && bytes[end] != '\n') {
                end++;
            }
            if (end >= to) {
                return to;
            }
            if (startsTrace(bytes, end + 1, to)) {
                return end > at && bytes[end - 1] == '\r' ? end - 1 : end;
            }
            lineStart = end + 1;
        }
    }

    /** {@code java.lang.Error: text}, {@code java.lang.Error} alone on its line, or a frame. */
    private static boolean startsTrace(byte[] bytes, int at, int to) {
        int word = Literals.skipBlanks(bytes, at, to);
        if (word > at) {
            return word + 3 <= to && bytes[word] == 'a' && bytes[word + 1] == 't' && bytes[word + 2] == ' ';
        }
        int end = word;
        int dots = 0;
        while (end < to && (Literals.isLetter(bytes[end]) || Literals.isDigit(bytes[end]) || isNameByte(bytes[end]))) {
            dots += bytes[end++] == '.' ? 1 : 0;
        }
        boolean ends = end == to || bytes[end] == ':' || bytes[end] == '\n' || bytes[end] == '\r';
        return dots > 0 && ends && Literals.isLetter(bytes[word]);
    }

    private static boolean isNameByte(byte b) {
        return b == '.' || b == '$' || b == '_';
    }
}
