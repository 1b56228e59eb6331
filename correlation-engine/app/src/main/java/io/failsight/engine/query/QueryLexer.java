package io.failsight.engine.query;

import io.failsight.engine.query.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts query text into tokens. Differs from Lucene's own grammar where that one surprises people with logs: a value may hold
 * further colons and slashes ({@code client:fe80::1}, {@code file:/var/log/syslog}). Not thread-safe; one instance reads one text.
 */
final class QueryLexer {
    private static final String ENDS_WORD = "()\"[]{}^~";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean inRange;

    private QueryLexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        QueryLexer lexer = new QueryLexer(text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                add(Kind.END, "", at);
                return;
            }
            next(text.charAt(at));
        }
    }

    private void next(char first) {
        switch (first) {
            case '(' -> sign(Kind.OPEN, 1);
            case ')' -> sign(Kind.CLOSE, 1);
            case '[', '{' -> openRange();
            case ']', '}' -> {
                inRange = false;
                sign(Kind.RANGE_CLOSE, 1);
            }
            case '"' -> phrase();
            case '~', '^' -> refuseModifier(first);
            case '>', '<' -> compareOrWord(first);
            default -> operatorOrWord(first);
        }
    }

    private void operatorOrWord(char first) {
        if (inRange) {
            word();
        } else if (first == '!') {
            sign(Kind.NOT, 1);
        } else if (text.startsWith("&&", at)) {
            sign(Kind.AND, 2);
        } else if (text.startsWith("||", at)) {
            sign(Kind.OR, 2);
        } else if ((first == '-' || first == '+') && !afterField()) {
            plusOrMinus(first);
        } else {
            word();
        }
    }

    private void plusOrMinus(char sign) {
        int next = at + 1;
        if (next == text.length() || Character.isWhitespace(text.charAt(next))) {
            throw new QueryException(
                    at,
                    "'" + sign + "' stands alone; write " + sign + "word without a space, or \"" + sign
                            + "\" for the character itself");
        }
        sign(sign == '-' ? Kind.NOT : Kind.MUST, 1);
    }

    private void openRange() {
        if (!afterField()) {
            throw new QueryException(
                    at,
                    "'" + text.charAt(at)
                            + "' opens a range, which needs a field before it, as in pid:[1 TO 9]; put the text in "
                            + "quotation marks to search the character");
        }
        inRange = true;
        sign(Kind.RANGE_OPEN, 1);
    }

    private void compareOrWord(char first) {
        if (!afterField()) {
            throw new QueryException(
                    at,
                    "'" + first
                            + "' needs a field before it, as in severity:>=warn; put the text in quotation marks to search "
                            + "the character");
        }
        sign(Kind.COMPARE, text.startsWith("=", at + 1) ? 2 : 1);
    }

    /** Whether a value stands here: right after {@code field:} or {@code field:>=}. */
    private boolean afterField() {
        if (tokens.isEmpty() || tokens.getLast().end() != at) {
            return false;
        }
        Kind last = tokens.getLast().kind();
        return last == Kind.FIELD || last == Kind.COMPARE;
    }

    private void refuseModifier(char sign) {
        String what = sign == '~' ? "fuzzy search and distance (~) are" : "weights (^) are";
        throw new QueryException(
                at, what + " not offered; leave '" + sign + "' out, or write \\" + sign + " for the character itself");
    }

    private void phrase() {
        int start = at++;
        StringBuilder phrase = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            phrase.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw new QueryException(start, "the quotation mark is never closed; add \" at the end of the phrase");
        }
        at++;
        tokens.add(new Token(Kind.PHRASE, phrase.toString(), start, at));
    }

    private void word() {
        int start = at;
        boolean isValue = afterField();
        if (text.charAt(at) == '/') {
            refuseRegex();
        }
        StringBuilder word = new StringBuilder();
        while (at < text.length() && !endsWord(text.charAt(at))) {
            char c = text.charAt(at);
            if (c == ':' && !isValue && !inRange) {
                field(start, word.toString());
                return;
            }
            if (c == '\\') {
                escaped(word);
            } else {
                word.append(c);
            }
            at++;
        }
        keywordOrWord(start, word.toString(), isValue || inRange);
    }

    private boolean endsWord(char c) {
        return Character.isWhitespace(c) || ENDS_WORD.indexOf(c) >= 0;
    }

    private void escaped(StringBuilder word) {
        if (++at == text.length()) {
            throw new QueryException(
                    at - 1, "'\\' escapes the next character, but none follows; write \\\\ for a backslash");
        }
        char c = text.charAt(at);
        if (c == '*' || c == '?' || c == '\\') {
            word.append('\\');
        }
        word.append(c);
    }

    private void field(int start, String pattern) {
        at++;
        if (pattern.isEmpty()) {
            throw new QueryException(
                    start,
                    "the field's name before ':' is missing; write field:value, or \":\" for the character itself");
        }
        if (pattern.equals("*")) {
            tokens.add(new Token(Kind.FIELD, "*", start, at));
            return;
        }
        if (Wildcards.has(pattern)) {
            throw new QueryException(
                    start, "a field's name cannot hold wildcards; name one field, or search without a field");
        }
        if (Character.isDigit(pattern.charAt(0)) || (at < text.length() && text.charAt(at) == ':')) {
            throw new QueryException(
                    start,
                    "this reads as a field named '" + pattern + "'; put it in quotation marks to search it as text");
        }
        tokens.add(new Token(Kind.FIELD, Wildcards.literal(pattern), start, at));
    }

    private void keywordOrWord(int start, String pattern, boolean isValue) {
        Kind kind = isValue
                ? Kind.WORD
                : switch (text.substring(start, at)) {
                    case "AND" -> Kind.AND;
                    case "OR" -> Kind.OR;
                    case "NOT" -> Kind.NOT;
                    default -> Kind.WORD;
                };
        tokens.add(new Token(kind, pattern, start, at));
    }

    private void refuseRegex() {
        int end = at + 1;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != ')') {
            end++;
        }
        if (end - at > 1 && text.charAt(end - 1) == '/') {
            throw new QueryException(
                    at,
                    "regular expressions (/.../) are not offered; use the wildcards * and ?, or put a path in quotation marks");
        }
    }

    private void sign(Kind kind, int length) {
        add(kind, text.substring(at, at + length), at + length);
        at += length;
    }

    private void add(Kind kind, String piece, int end) {
        tokens.add(new Token(kind, piece, at, end));
    }
}
