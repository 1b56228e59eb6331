package io.failsight.model;

import java.util.Locale;

/**
 * Text of a log as people may see it outside of the page: in a terminal, a mail, a syslog message, a report. Signs that control a terminal, turn
 * the direction of writing, hide others or show nothing are written by their number, {@code [U+202E]}, so that a line can neither
 * pretend to be another one nor begin an escape sequence or a header. Stateless, thread-safe.
 */
public final class VisibleText {
    private VisibleText() {}

    /** Whether a code point shows nothing of its own: control and format signs, line separators, halves of pairs, blank letters. */
    public static boolean isHidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || codePoint == 0x034F
                || codePoint == 0x115F
                || codePoint == 0x1160
                || codePoint == 0x3164
                || codePoint == 0xFFA0;
    }

    /** On one line: line ends and tabs are a blank, other hidden signs are written by their number. */
    public static String oneLine(String text) {
        return shown(text, false);
    }

    /** On as many lines as it has: LF and tab stay, other hidden signs are written by their number. */
    public static String lines(String text) {
        return shown(text, true);
    }

    private static String shown(String text, boolean lines) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t') {
                out.append(lines ? (char) c : ' ');
            } else if (c == '\r') {
                out.append(lines ? "" : " ");
            } else if (isHidden(c)) {
                out.append(String.format(Locale.ROOT, "[U+%04X]", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
