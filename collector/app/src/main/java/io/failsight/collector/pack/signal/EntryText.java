package io.failsight.collector.pack.signal;

import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text with the values of an entry in it: {@code {name}} is a field or an attribute as it stands after the rule, {@code {name|table}} what a word
 * table makes of it. Immutable and thread-safe.
 */
public final class EntryText {
    private final List<Piece> pieces;

    /**
     * One piece.
     *
     * @param text the text itself, or the name of a value
     * @param isName whether it is a name
     * @param table word table that the value goes through, empty for none
     */
    public record Piece(String text, boolean isName, String table) {}

    private EntryText(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Reads a text; empty when a brace is not closed or closes nothing. */
    public static Optional<EntryText> parse(String source) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < source.length()) {
            int open = source.indexOf('{', at);
            int close = source.indexOf('}', at);
            if (open < 0) {
                if (close >= 0) {
                    return Optional.empty();
                }
                pieces.add(new Piece(source.substring(at), false, ""));
                break;
            }
            if (close < open + 2) {
                return Optional.empty();
            }
            if (open > at) {
                pieces.add(new Piece(source.substring(at, open), false, ""));
            }
            String inside = source.substring(open + 1, close);
            int bar = inside.indexOf('|');
            pieces.add(
                    bar < 0
                            ? new Piece(inside.strip(), true, "")
                            : new Piece(
                                    inside.substring(0, bar).strip(),
                                    true,
                                    inside.substring(bar + 1).strip()));
            at = close + 1;
        }
        return Optional.of(new EntryText(pieces));
    }

    /** Its pieces, for checks. */
    public List<Piece> pieces() {
        return pieces;
    }

    /** Whether it has no values in it, so that it is the same for every entry. */
    public boolean isConstant() {
        return pieces.stream().noneMatch(Piece::isName);
    }

    /** The text for one entry; values that are not set are empty. */
    public String of(Entry entry, Words words, String profile) {
        if (pieces.size() == 1) {
            return value(pieces.get(0), entry, words, profile);
        }
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(value(piece, entry, words, profile)));
        return text.toString();
    }

    private static String value(Piece piece, Entry entry, Words words, String profile) {
        if (!piece.isName()) {
            return piece.text();
        }
        String value = value(entry, piece.text());
        return piece.table().isEmpty() || value.isEmpty() ? value : words.meaning(piece.table(), value, profile);
    }

    private static String value(Entry entry, String name) {
        Optional<EntryField> field = EntryField.ofJsonName(name);
        if (field.isPresent()) {
            return fieldValue(entry, field.get());
        }
        for (int i = entry.attributeCount() - 1; i >= 0; i--) {
            String attribute = entry.attributeAt(i);
            if (attribute.startsWith(name) && attribute.startsWith("=", name.length())) {
                return attribute.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static String fieldValue(Entry entry, EntryField field) {
        if (!entry.has(field)) {
            return "";
        }
        if (!field.isText()) {
            return Long.toString(entry.number(field));
        }
        String text = entry.string(field);
        return text == null ? "" : text;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(
                    piece.isName()
                            ? "{" + piece.text() + (piece.table().isEmpty() ? "" : "|" + piece.table()) + "}"
                            : piece.text());
        }
        return text.toString();
    }
}
