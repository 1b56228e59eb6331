package io.failsight.collector.pack.template;

import java.util.List;

/**
 * A compiled template, such as {@code Accepted {method:word} for {user:word} from {client:ip}}. Matching takes time linear in the
 * text and makes no garbage. Immutable and thread-safe; the {@link Captures} are not.
 */
public final class Template {
    private final String source;
    private final Part[] parts;
    private final List<String> names;
    private final boolean lossless;

    Template(String source, List<Part> parts, List<String> names, boolean lossless) {
        this.source = source;
        this.parts = parts.toArray(new Part[0]);
        this.names = List.copyOf(names);
        this.lossless = lossless;
    }

    /**
     * Compiles a template.
     *
     * @throws TemplateException when it is not a template; says what is wrong, at which character and what to do
     */
    public static Template parse(String source) throws TemplateException {
        return new TemplateParser(source).parse();
    }

    /** Whether the template matches the whole text; blanks and line ends after it do not count. */
    public boolean matches(byte[] bytes, int from, int to, Captures out) {
        int end = matchPrefix(bytes, from, to, out);
        if (end < 0) {
            return false;
        }
        while (end < to && bytes[end] >= 0 && bytes[end] <= ' ') {
            end++;
        }
        return end == to;
    }

    /** Where the template ends when the text begins with it, or -1. */
    public int matchPrefix(byte[] bytes, int from, int to, Captures out) {
        out.clear();
        return out.spend(1) ? run(parts, bytes, from, to, out) : -1;
    }

    static int run(Part[] parts, byte[] bytes, int from, int to, Captures out) {
        int at = from;
        for (Part part : parts) {
            at = part.match(bytes, at, to, out);
            if (at < 0) {
                return -1;
            }
        }
        return at;
    }

    /** Names of the captures by their number; a name may stand several times. */
    public List<String> names() {
        return names;
    }

    /** Whether every capture has a name, so that nothing but the literals is dropped. */
    public boolean isLossless() {
        return lossless;
    }

    /** The bytes that a matching text may begin with, by their value 0 to 255. */
    public boolean[] firstBytes() {
        boolean[] first = new boolean[256];
        markFirst(parts, first);
        return first;
    }

    static boolean markFirst(Part[] parts, boolean[] first) {
        for (Part part : parts) {
            if (!part.markFirst(first)) {
                return false;
            }
        }
        return true;
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return source;
    }
}
