package io.failsight.collector.pack.template;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a capture takes. Open types end where the literal after them stands; the others know their own end. */
enum CaptureType {
    /** Visible characters up to a blank or the next literal. */
    WORD,
    /** Anything, also nothing, up to the next literal. */
    TEXT,
    /** As text, without the blanks at both ends. */
    PADDED,
    /** Everything up to the end of the line. */
    LINE,
    /** Everything up to the end. */
    REST,
    /** Everything up to the line where a Java stack trace begins, or up to the end. */
    MESSAGE,
    /** A decimal number, with or without sign. */
    INT,
    /** A decimal number with an optional fraction. */
    NUMBER,
    /** Hexadecimal digits, with or without 0x. */
    HEX,
    /** An IPv4 or IPv6 address. */
    IP,
    /** A host name or an address. */
    HOST,
    /** What stands between quotes, single or double; a backslash guards the next character. */
    QUOTED,
    /** What stands between (), [], {} or &lt;&gt;, up to the first that closes. */
    BRACKETED;

    /** Name in templates. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the type ends only where a literal stands. */
    boolean isOpen() {
        return this == TEXT || this == PADDED;
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(CaptureType::id).toList();
    }

    /** Whether a capture of this type may start with the byte. */
    boolean mayStartWith(byte b) {
        return switch (this) {
            case TEXT, PADDED, LINE, REST, MESSAGE -> true;
            case WORD -> b < 0 || b > ' ';
            case INT, NUMBER -> Literals.isDigit(b) || b == '-' || b == '+';
            case HEX -> Literals.isHex(b);
            case IP -> Literals.isHex(b) || b == ':';
            case HOST -> Scans.isHostByte(b);
            case QUOTED -> b == '"' || b == '\'';
            case BRACKETED -> Scans.closing(b) != 0;
        };
    }

    /** Whether the capture may be empty, so that what follows it may stand first. */
    boolean mayBeEmpty() {
        return switch (this) {
            case TEXT, PADDED, LINE, REST, MESSAGE -> true;
            case WORD, INT, NUMBER, HEX, IP, HOST, QUOTED, BRACKETED -> false;
        };
    }

    /** Where the capture that starts at {@code at} ends, or -1 when there is none. Quotes and brackets are included. */
    int end(byte[] bytes, int at, int to, Stops stops) {
        int end = switch (this) {
            case WORD -> stops.findInWord(bytes, at, to);
            case TEXT, PADDED -> stops.find(bytes, at, to);
            case LINE -> Scans.lineEnd(bytes, at, to);
            case REST -> to;
            case MESSAGE -> Scans.messageEnd(bytes, at, to);
            case INT -> Scans.number(bytes, at, to, false);
            case NUMBER -> Scans.number(bytes, at, to, true);
            case HEX -> Scans.hex(bytes, at, to);
            case IP -> Scans.ip(bytes, at, to);
            case HOST -> Scans.host(bytes, at, to);
            case QUOTED -> Scans.quoted(bytes, at, to);
            case BRACKETED -> Scans.bracketed(bytes, at, to);
        };
        return end == at && !mayBeEmpty() ? -1 : end;
    }
}
