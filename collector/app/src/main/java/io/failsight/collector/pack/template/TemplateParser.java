package io.failsight.collector.pack.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a template. Grammar: a literal; {@code {name:type}}, where the name {@code _} drops the capture and a missing type
 * means text up to the next literal; {@code {? ...}} for a part that may be missing; {@code \{ \} \\ \n \t}.
 */
final class TemplateParser {
    private static final int MAX_DEPTH = 4;

    private final String source;
    private final List<String> names = new ArrayList<>();
    private boolean lossless = true;
    private int at;

    /** A part before it is known what follows it. */
    private sealed interface Draft {
        record Text(byte[] text) implements Draft {}

        record Span(CaptureType type, int slot, List<String> words, int position) implements Draft {}

        record When(TimeFormat format, int slot) implements Draft {}

        record Group(List<Draft> drafts) implements Draft {}
    }

    TemplateParser(String source) {
        this.source = source;
    }

    Template parse() throws TemplateException {
        List<Draft> drafts = drafts(0);
        if (drafts.isEmpty()) {
            throw new TemplateException("a template must not be empty: write at least a word of the line", 0);
        }
        return new Template(source, compile(drafts, null), names, lossless);
    }

    private List<Draft> drafts(int depth) throws TemplateException {
        List<Draft> drafts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '}' && depth > 0) {
                break;
            }
            if (c == '{') {
                flush(literal, drafts);
                drafts.add(source.startsWith("{?", at) ? group(depth) : capture());
            } else if (c == '}') {
                throw new TemplateException("'}' closes nothing: write \\} for a brace of the line", at);
            } else {
                literal.append(literalChar());
            }
        }
        flush(literal, drafts);
        return drafts;
    }

    private static void flush(StringBuilder literal, List<Draft> drafts) {
        if (!literal.isEmpty()) {
            String oneBlank = literal.toString().replaceAll(" +", " ");
            drafts.add(new Draft.Text(oneBlank.getBytes(StandardCharsets.UTF_8)));
            literal.setLength(0);
        }
    }

    private char literalChar() throws TemplateException {
        char c = source.charAt(at++);
        if (c != '\\') {
            return c;
        }
        char escaped = at < source.length() ? source.charAt(at) : ' ';
        at++;
        return switch (escaped) {
            case '{', '}', '\\' -> escaped;
            case 'n' -> '\n';
            case 't' -> '\t';
            default -> throw new TemplateException("'\\' guards only { } \\ n t: write \\\\ for a backslash", at - 2);
        };
    }

    private Draft group(int depth) throws TemplateException {
        int start = at;
        if (depth >= MAX_DEPTH) {
            throw new TemplateException("at most " + MAX_DEPTH + " optional parts within each other", start);
        }
        at += 2;
        List<Draft> inner = drafts(depth + 1);
        if (at >= source.length() || inner.isEmpty()) {
            throw new TemplateException("'{?' needs something optional and a closing '}'", start);
        }
        at++;
        return new Draft.Group(inner);
    }

    private Draft capture() throws TemplateException {
        int start = at;
        int close = source.indexOf('}', at);
        if (close < 0) {
            throw new TemplateException("'{' is not closed: write {name:type}, or \\{ for a brace of the line", start);
        }
        String inside = source.substring(at + 1, close);
        at = close + 1;
        int colon = inside.indexOf(':');
        String name = colon < 0 ? inside : inside.substring(0, colon);
        String typeName = colon < 0 ? "text" : inside.substring(colon + 1);
        if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
            throw new TemplateException(
                    "'" + name + "' is not a name: write letters, digits, '_', '.' or '-', or {_:type} to drop it",
                    start);
        }
        int equals = typeName.indexOf('=');
        if (equals < 0) {
            return draft(slot(name, start), typeName, List.of(), start);
        }
        List<String> words = words(typeName.substring(equals + 1), start);
        return draft(slot(name, start), typeName.substring(0, equals), words, start);
    }

    private static List<String> words(String written, int start) throws TemplateException {
        List<String> words = List.of(written.split("\\|", -1));
        if (words.stream().anyMatch(word -> word.isEmpty() || word.equals("*"))) {
            throw new TemplateException(
                    "after '=' stand words joined by '|', none of them empty, such as {role:word=MASTER|BACKUP}",
                    start);
        }
        return words;
    }

    private int slot(String name, int start) throws TemplateException {
        if (name.equals("_")) {
            lossless = false;
            return -1;
        }
        if (names.size() >= Captures.MAX_CAPTURES) {
            throw new TemplateException("at most " + Captures.MAX_CAPTURES + " captures: drop some", start);
        }
        names.add(name);
        return names.size() - 1;
    }

    private static Draft draft(int slot, String typeName, List<String> words, int start) throws TemplateException {
        for (CaptureType type : CaptureType.values()) {
            if (type.id().equals(typeName)) {
                return new Draft.Span(type, slot, words, start);
            }
        }
        for (TimeFormat format : TimeFormat.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(typeName) && words.isEmpty()) {
                return new Draft.When(format, slot);
            }
        }
        throw new TemplateException(
                "there is no type '" + typeName + "': take one of " + String.join(", ", CaptureType.ids())
                        + ", or of the times iso, syslog, ctime, klog, clock, epoch",
                start);
    }

    private static List<Part> compile(List<Draft> drafts, @Nullable Follow after) throws TemplateException {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Follow follow = new Follow(drafts.subList(i + 1, drafts.size()), after);
            parts.add(
                    switch (drafts.get(i)) {
                        case Draft.Text text -> new Part.Literal(text.text());
                        case Draft.When when -> new Part.Time(when.format(), when.slot());
                        case Draft.Span span -> capture(span, follow.stops(span));
                        case Draft.Group group ->
                            new Part.Maybe(compile(group.drafts(), follow).toArray(new Part[0]));
                    });
        }
        return parts;
    }

    private static Part capture(Draft.Span span, Stops stops) {
        Part.Capture capture = new Part.Capture(span.type(), span.slot(), stops);
        return span.words().isEmpty() ? capture : new Part.Chosen(capture, new Choice(span.words()));
    }

    /** What comes after a part: the rest of its own list, then what comes after that list. */
    private record Follow(List<Draft> drafts, @Nullable Follow after) {
        Stops stops(Draft.Span span) throws TemplateException {
            List<byte[]> literals = new ArrayList<>();
            boolean atEnd = collect(literals, span);
            return new Stops(literals, atEnd);
        }

        private boolean collect(List<byte[]> literals, Draft.Span span) throws TemplateException {
            for (Draft draft : drafts) {
                switch (draft) {
                    case Draft.Text text -> {
                        literals.add(text.text());
                        return false;
                    }
                    case Draft.Group group -> new Follow(group.drafts(), null).collect(literals, span);
                    case Draft.Span next -> {
                        refuseOpen(span);
                        return true;
                    }
                    case Draft.When next -> {
                        refuseOpen(span);
                        return true;
                    }
                }
            }
            return after == null || after.collect(literals, span);
        }

        private static void refuseOpen(Draft.Span span) throws TemplateException {
            if (span.type().isOpen() || span.type() == CaptureType.WORD) {
                throw new TemplateException(
                        "a capture of type " + span.type().id()
                                + " cannot stand directly before another: put the text that stands between them",
                        span.position());
            }
        }
    }
}
