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
import io.failsight.engine.query.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads Lucene's query syntax: words, {@code "phrases"}, {@code field:value}, {@code field:(a OR b)}, {@code *} and {@code ?},
 * {@code [a TO b]}, <code>{a TO b}</code>, {@code >= > < <=}, {@code _exists_:field}, {@code AND OR NOT && || ! + -},
 * parentheses, and {@code \} before any character.
 *
 * <p>Words side by side must all match (Lucene's own default would be any of them). NOT binds closest, then AND, then OR. Fuzzy
 * search, weights and regular expressions are refused in words. Not thread-safe; one instance reads one text.
 */
public final class QueryParser {
    /** Longest query text in characters; more is no query but a paste. */
    public static final int MAX_TEXT = 8_192;
    /** Most words, phrases and ranges of a query; each costs a look-up in every segment of every index. */
    public static final int MAX_CLAUSES = 256;
    /** Deepest nesting of parentheses and NOTs; the parser recurses. */
    public static final int MAX_DEPTH = 32;

    private static final String EXISTS = "_exists_";

    private final List<Token> tokens;
    private int next;
    private int depth;
    private int clauses;

    private QueryParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * @param text the query; blank means every entry
     * @throws QueryException when the text is no query
     */
    public static QueryNode parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw new QueryException(
                    MAX_TEXT, "the query is longer than " + MAX_TEXT + " characters; search for fewer words at a time");
        }
        QueryParser parser = new QueryParser(QueryLexer.tokens(text));
        if (parser.peek().kind() == Kind.END) {
            return new Everything();
        }
        QueryNode node = parser.or(null);
        Token rest = parser.peek();
        if (rest.kind() != Kind.END) {
            throw unexpected(rest);
        }
        return node;
    }

    private QueryNode or(@Nullable String field) {
        List<QueryNode> nodes = new ArrayList<>();
        boolean required = peek().kind() == Kind.MUST;
        int requiredAt = peek().at();
        nodes.add(and(field));
        while (peek().kind() == Kind.OR) {
            take();
            if (peek().kind() == Kind.MUST && !required) {
                required = true;
                requiredAt = peek().at();
            }
            nodes.add(and(field));
        }
        if (required && nodes.size() > 1) {
            throw new QueryException(
                    requiredAt, "'+' (must be there) and OR (need not be there) contradict each other; leave '+' out");
        }
        return nodes.size() == 1 ? nodes.getFirst() : new Or(nodes);
    }

    private QueryNode and(@Nullable String field) {
        List<QueryNode> nodes = new ArrayList<>();
        nodes.add(not(field));
        while (true) {
            switch (peek().kind()) {
                case AND -> {
                    take();
                    nodes.add(not(field));
                }
                case WORD, PHRASE, FIELD, NOT, MUST, OPEN -> nodes.add(not(field));
                case OR, CLOSE, RANGE_OPEN, RANGE_CLOSE, COMPARE, END -> {
                    return nodes.size() == 1 ? nodes.getFirst() : new And(nodes);
                }
            }
        }
    }

    private QueryNode not(@Nullable String field) {
        return switch (peek().kind()) {
            case NOT -> {
                deeper(take());
                QueryNode node = new Not(not(field));
                depth--;
                yield node;
            }
            case MUST -> {
                deeper(take());
                QueryNode node = not(field);
                depth--;
                yield node;
            }
            case WORD, PHRASE, FIELD, OPEN, AND, OR, CLOSE, RANGE_OPEN, RANGE_CLOSE, COMPARE, END -> clause(field);
        };
    }

    private QueryNode clause(@Nullable String field) {
        Token token = take();
        count(token);
        return switch (token.kind()) {
            case WORD -> word(field, token);
            case PHRASE -> new Phrase(field, token.text(), token.at());
            case FIELD -> {
                if (field != null) {
                    throw new QueryException(
                            token.at(),
                            "field '" + token.text() + "' stands inside the parentheses of field '" + field
                                    + "'; close those first, or escape the colon as \\:");
                }
                yield value(token);
            }
            case OPEN -> group(token, field);
            case AND, OR, NOT, MUST, CLOSE, RANGE_OPEN, RANGE_CLOSE, COMPARE, END -> throw unexpected(token);
        };
    }

    private static QueryNode word(@Nullable String field, Token token) {
        String pattern = token.text();
        if (!Wildcards.has(pattern)) {
            return new Word(field, Wildcards.literal(pattern), token.at());
        }
        if (pattern.equals("*")) {
            return field == null ? new Everything() : new Exists(field, token.at());
        }
        return new Pattern(field, pattern, token.at());
    }

    private QueryNode group(Token open, @Nullable String field) {
        deeper(open);
        if (peek().kind() == Kind.CLOSE) {
            throw new QueryException(open.at(), "the parentheses are empty; put words between them or leave them out");
        }
        QueryNode node = or(field);
        if (peek().kind() != Kind.CLOSE) {
            if (peek().kind() == Kind.END) {
                throw new QueryException(open.at(), "the parenthesis is never closed; add ) at its end");
            }
            throw unexpected(peek());
        }
        take();
        depth--;
        return node;
    }

    private QueryNode value(Token name) {
        String field = name.text();
        Token token = peek();
        if (token.kind() != Kind.END && token.at() != name.end()) {
            throw new QueryException(
                    name.at(),
                    "'" + field + ":' is followed by a space; write " + field
                            + ":value without one, or put the text in quotation marks to search it as it stands");
        }
        if (field.equals(EXISTS) && (token.kind() == Kind.WORD || token.kind() == Kind.PHRASE)) {
            take();
            if (token.kind() == Kind.WORD && Wildcards.has(token.text())) {
                throw new QueryException(token.at(), "_exists_ takes the name of one field, without wildcards");
            }
            return new Exists(token.kind() == Kind.WORD ? Wildcards.literal(token.text()) : token.text(), token.at());
        }
        if (field.equals("*") && token.kind() == Kind.WORD && token.text().equals("*")) {
            take();
            return new Everything();
        }
        if (field.equals("*") || field.equals(EXISTS)) {
            throw new QueryException(
                    name.at(),
                    field.equals("*")
                            ? "'*:' names no field; name one, or search without a field"
                            : "_exists_ takes the name of one field, as in _exists_:trace_id");
        }
        return switch (token.kind()) {
            case WORD -> word(field, take());
            case PHRASE -> {
                take();
                yield new Phrase(field, token.text(), token.at());
            }
            case OPEN -> group(take(), field);
            case RANGE_OPEN -> range(field, name, take());
            case COMPARE -> comparison(field, name, take());
            case FIELD, AND, OR, NOT, MUST, CLOSE, RANGE_CLOSE, END ->
                throw new QueryException(
                        token.at(),
                        "field '" + field + "' has no value; write " + field + ":value, or " + field
                                + ":* for any value");
        };
    }

    private QueryNode range(String field, Token name, Token open) {
        String lower = bound();
        Token to = take();
        if (to.kind() != Kind.WORD || !to.text().equals("TO")) {
            throw new QueryException(
                    to.at(), "a range is written " + field + ":[lowest TO highest]; here TO is missing");
        }
        String upper = bound();
        Token close = take();
        if (close.kind() != Kind.RANGE_CLOSE) {
            throw new QueryException(
                    close.at(), "the range is never closed; add ] (included) or } (excluded) at its end");
        }
        return new Range(
                field, lower, open.text().equals("["), upper, close.text().equals("]"), name.at());
    }

    private @Nullable String bound() {
        Token token = take();
        return switch (token.kind()) {
            case WORD -> {
                if (token.text().equals("*")) {
                    yield null;
                }
                if (Wildcards.has(token.text())) {
                    throw new QueryException(
                            token.at(), "a bound cannot hold wildcards; write * alone for an open end");
                }
                yield Wildcards.literal(token.text());
            }
            case PHRASE -> token.text();
            case FIELD, AND, OR, NOT, MUST, OPEN, CLOSE, RANGE_OPEN, RANGE_CLOSE, COMPARE, END ->
                throw new QueryException(
                        token.at(), "a bound of the range is missing; write a value, or * for an open end");
        };
    }

    private QueryNode comparison(String field, Token name, Token sign) {
        Token token = peek();
        String value = bound();
        if (value == null) {
            throw new QueryException(token.at(), "'" + sign.text() + "' needs a value, not *");
        }
        boolean included = sign.text().endsWith("=");
        return sign.text().startsWith(">")
                ? new Range(field, value, included, null, true, name.at())
                : new Range(field, null, true, value, included, name.at());
    }

    private void deeper(Token token) {
        if (++depth > MAX_DEPTH) {
            throw new QueryException(
                    token.at(), "more than " + MAX_DEPTH + " levels of parentheses and NOT; simplify the query");
        }
    }

    private void count(Token token) {
        if (++clauses > MAX_CLAUSES) {
            throw new QueryException(token.at(), "more than " + MAX_CLAUSES + " words; search for fewer at a time");
        }
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    private static QueryException unexpected(Token token) {
        String message = switch (token.kind()) {
            case END -> "the query ends where a word was expected; add a word or remove the operator before it";
            case CLOSE -> "')' closes nothing; remove it, or put it in quotation marks to search the character";
            case RANGE_CLOSE ->
                "'" + token.text() + "' closes no range; put it in quotation marks to search the character";
            case AND, OR ->
                "'" + token.text()
                        + "' needs a word before and after it; put it in quotation marks to search it as a word";
            case WORD, PHRASE, FIELD, NOT, MUST, OPEN, RANGE_OPEN, COMPARE ->
                "'" + token.text() + "' is not expected here; put it in quotation marks to search it as text";
        };
        return new QueryException(token.at(), message);
    }
}
