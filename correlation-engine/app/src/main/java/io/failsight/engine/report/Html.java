package io.failsight.engine.report;

import io.failsight.model.VisibleText;

/**
 * Writes HTML. {@link #text} is the only way in for anything that is not a constant: it escapes markup and makes invisible signs visible, so that a line
 * can neither run nor look like another one. Not thread-safe.
 */
final class Html {
    private final StringBuilder out = new StringBuilder(32_768);

    /** Appends markup that this program wrote. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Appends text from anywhere, for content and for attributes in double quotes. */
    Html text(String text) {
        text.codePoints().forEach(this::add);
        return this;
    }

    private void add(int c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            case '\n', '\t' -> out.appendCodePoint(c);
            default -> {
                if (c < 0x20) {
                    out.appendCodePoint(0x2400 + c); // its picture
                } else if (VisibleText.isHidden(c)) {
                    out.append(String.format("[U+%04X]", c));
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    /** An element with text only. */
    Html element(String tag, String text) {
        return raw("<").raw(tag)
                .raw(">")
                .text(text)
                .raw("</")
                .raw(tag.split(" ", 2)[0])
                .raw(">");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
