package io.failsight.engine.query;

import io.failsight.engine.query.QueryNode.And;
import io.failsight.engine.query.QueryNode.Everything;
import io.failsight.engine.query.QueryNode.Exists;
import io.failsight.engine.query.QueryNode.Not;
import io.failsight.engine.query.QueryNode.Or;
import io.failsight.engine.query.QueryNode.Pattern;
import io.failsight.engine.query.QueryNode.Phrase;
import io.failsight.engine.query.QueryNode.Range;
import io.failsight.engine.query.QueryNode.Word;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a query as text that reads back to the same query: its normal form. Stateless, thread-safe. */
final class QueryPrinter {
    private static final String SPECIAL = "()\"[]{}^~:+-!<>&|/";

    private QueryPrinter() {}

    /** The query as text. */
    static String print(QueryNode node) {
        return switch (node) {
            case Everything _ -> "*";
            case Word word -> field(word.field()) + escape(Wildcards.quote(word.text()), true);
            case Pattern pattern -> field(pattern.field()) + escape(pattern.pattern(), true);
            case Phrase phrase -> field(phrase.field()) + quoted(phrase.text());
            case Range range ->
                field(range.field())
                        + (range.lowerIncluded() ? '[' : '{')
                        + bound(range.lower())
                        + " TO "
                        + bound(range.upper())
                        + (range.upperIncluded() ? ']' : '}');
            case Exists exists -> "_exists_:" + quoted(exists.field());
            case And and -> joined(and.nodes(), " AND ");
            case Or or -> joined(or.nodes(), " OR ");
            case Not not -> "NOT " + nested(not.node());
        };
    }

    private static String joined(List<QueryNode> nodes, String operator) {
        return nodes.stream().map(QueryPrinter::nested).collect(Collectors.joining(operator));
    }

    private static String nested(QueryNode node) {
        return node instanceof And || node instanceof Or ? "(" + print(node) + ")" : print(node);
    }

    private static String field(@Nullable String name) {
        return name == null ? "" : escape(Wildcards.quote(name), false) + ":";
    }

    private static String bound(@Nullable String text) {
        return text == null ? "*" : quoted(text);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Escapes what the reader would take for a sign; the wildcards of a pattern and their escapes stay. */
    private static String escape(String pattern, boolean mayBeKeyword) {
        StringBuilder out = new StringBuilder(pattern.length() + 8);
        if (mayBeKeyword && (pattern.equals("AND") || pattern.equals("OR") || pattern.equals("NOT"))) {
            out.append('\\');
        }
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (SPECIAL.indexOf(c) >= 0 || Character.isWhitespace(c)) {
                out.append('\\');
            }
            out.append(c);
            if (c == '\\' && i + 1 < pattern.length()) {
                out.append(pattern.charAt(++i));
            }
        }
        return out.toString();
    }
}
