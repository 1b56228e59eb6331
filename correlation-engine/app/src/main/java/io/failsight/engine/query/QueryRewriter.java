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
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryId;
import io.failsight.model.IndexMapping;
import io.failsight.model.IndexedField;
import io.failsight.model.PromotedField;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives the names and values of a query their meaning in the index (design decision 2).
 *
 * <ul>
 *   <li>A bare word searches {@link #BARE_FIELDS}: people look for an exception by its name, wherever it stands.
 *   <li>A field of {@link EntryField} is searched by its type; severities are words, times are {@link TimeExpression}s.
 *   <li>Any other name is an attribute: {@code key:value} becomes the term {@code key=value} of {@code attr}, {@code key:val*} a
 *       prefix, {@code _exists_:key} the prefix {@code key=}; a range on one is refused in words. Each is looked for in a field of its own,
 *       too, where {@code promote} in failsight.yaml may have given it one: an index has the attribute in one form or the other, and
 *       asking for a field that an index does not have costs nothing.
 * </ul>
 *
 * Not thread-safe; one instance rewrites one query.
 */
public final class QueryRewriter {
    /** What a word without a field searches. */
    public static final List<EntryField> BARE_FIELDS =
            List.of(EntryField.BODY, EntryField.ERROR_MESSAGE, EntryField.STACK_TRACE);
    /** Most words with wildcards in a query; each walks through the terms of every index. */
    public static final int MAX_PATTERNS = 16;
    /** Most words that start with a wildcard; each reads all terms of its field. */
    public static final int MAX_LEADING_WILDCARDS = 2;
    /** Fewest literal characters of a word that starts with a wildcard. */
    public static final int MIN_LITERALS_AFTER_LEADING_WILDCARD = 3;

    private static final String ID = "_id";
    /** Kind of the entries that pass the whole way all the time, as the pack failsight sets it. */
    private static final String CANARY = "canary";

    private final FieldValues values;
    private int patterns;
    private int leadingWildcards;

    private QueryRewriter(Instant now) {
        this.values = new FieldValues(now);
    }

    /** Parses and rewrites. @throws QueryException when the text is no query, or asks for what the index cannot do */
    public static IndexQuery rewrite(String text, Instant now) {
        return new QueryRewriter(now).rewrite(QueryParser.parse(text));
    }

    /** As {@link #rewrite}, without the entries that Failsight sends itself to see whether the way is free, unless the text names them. */
    public static IndexQuery rewriteForPeople(String text, Instant now) {
        IndexQuery query = rewrite(text, now);
        return text.toLowerCase(Locale.ROOT).contains(CANARY)
                ? query
                : new IndexQuery.AllOf(
                        List.of(query, new IndexQuery.None(new IndexQuery.Term(EntryField.KIND, CANARY))));
    }

    private IndexQuery rewrite(QueryNode node) {
        return switch (node) {
            case Everything _ -> new IndexQuery.All();
            case Word word -> literal(word.field(), word.text(), word.at());
            case Phrase phrase -> literal(phrase.field(), phrase.text(), phrase.at());
            case Pattern pattern -> pattern(pattern);
            case Range range -> range(range);
            case Exists exists -> exists(exists);
            case And and ->
                new IndexQuery.AllOf(and.nodes().stream().map(this::rewrite).toList());
            case Or or ->
                new IndexQuery.AnyOf(or.nodes().stream().map(this::rewrite).toList());
            case Not not -> new IndexQuery.None(rewrite(not.node()));
        };
    }

    private IndexQuery literal(@Nullable String name, String text, int at) {
        if (name == null) {
            return bare(field -> words(field, text, at));
        }
        if (name.equals(ID)) {
            return id(text, at);
        }
        Optional<EntryField> known = EntryField.ofJsonName(name);
        if (known.isEmpty()) {
            return attribute(
                    name,
                    new IndexQuery.Term(EntryField.ATTR, AttributeTerms.term(name, text)),
                    own -> new IndexQuery.Term(own, AttributeTerms.cut(text, Entry.MAX_ATTRIBUTE_BYTES)));
        }
        EntryField field = known.get();
        return switch (field.type()) {
            case KEYWORD -> new IndexQuery.Term(field, AttributeTerms.cut(text, Entry.MAX_KEYWORD_BYTES));
            case ATTRIBUTES -> pair(field, text);
            case TEXT -> words(field, text, at);
            case TIME, MILLIS -> values.during(field, text, at);
            case BYTE -> values.severity(field, text, at);
            case LONG -> values.number(field, text, at);
            case STORED, CHECKSUM -> throw notSearched(field, at);
        };
    }

    private static IndexQuery words(EntryField field, String text, int at) {
        if (text.chars().allMatch(IndexMapping::separates)) {
            throw new QueryException(
                    at, "'" + text + "' holds signs only, and only words are searched; add a word beside it");
        }
        return new IndexQuery.Words(field, text);
    }

    private static IndexQuery id(String text, int at) {
        try {
            return new IndexQuery.Ids(List.of(EntryId.parse(text).toString()));
        } catch (IllegalArgumentException e) {
            throw new QueryException(at, "'" + text + "' is no entry id; one has 16 letters, digits, '-' or '_'");
        }
    }

    private IndexQuery pattern(Pattern node) {
        limitPattern(node);
        String name = node.field();
        if (name == null) {
            return bare(field -> TextPatterns.query(field, node.pattern(), node.at()));
        }
        Optional<EntryField> known = EntryField.ofJsonName(name);
        if (known.isEmpty()) {
            return attribute(
                    name,
                    wildcard(EntryField.ATTR, Wildcards.quote(AttributeTerms.start(name)) + node.pattern()),
                    own -> wildcard(own, node.pattern()));
        }
        EntryField field = known.get();
        return switch (field.type()) {
            case KEYWORD -> wildcard(field, node.pattern());
            case ATTRIBUTES -> pairPattern(field, node.pattern());
            case TEXT -> TextPatterns.query(field, node.pattern(), node.at());
            case TIME, MILLIS, BYTE, LONG ->
                throw new QueryException(
                        node.at(),
                        "'" + name + "' holds " + FieldValues.kind(field)
                                + ", so wildcards do not apply; write a value or a range, as in "
                                + FieldValues.example(field));
            case STORED, CHECKSUM -> throw notSearched(field, node.at());
        };
    }

    private void limitPattern(Pattern node) {
        if (++patterns > MAX_PATTERNS) {
            throw new QueryException(
                    node.at(), "more than " + MAX_PATTERNS + " words with wildcards; write some of them out");
        }
        if (Wildcards.firstWildcard(node.pattern()) > 0) {
            return;
        }
        if (Wildcards.literalCharacters(node.pattern()) < MIN_LITERALS_AFTER_LEADING_WILDCARD) {
            throw new QueryException(
                    node.at(),
                    "'" + node.pattern() + "' would read every word there is; write at least "
                            + MIN_LITERALS_AFTER_LEADING_WILDCARD
                            + " characters beside a wildcard at the start, or start with a character");
        }
        if (++leadingWildcards > MAX_LEADING_WILDCARDS) {
            throw new QueryException(
                    node.at(),
                    "more than " + MAX_LEADING_WILDCARDS
                            + " words that start with a wildcard; each reads every word there is, so start some with a character");
        }
    }

    /** An attribute in both its forms; in the common one alone where its key can have no field of its own. */
    private static IndexQuery attribute(String key, IndexQuery common, Function<IndexedField, IndexQuery> own) {
        return PromotedField.isKey(key)
                ? new IndexQuery.AnyOf(List.of(common, own.apply(new PromotedField(key))))
                : common;
    }

    /** {@code attr:key=value}, which is {@code key:value} said in the words of the index. */
    private static IndexQuery pair(EntryField field, String text) {
        return attribute(
                text.substring(0, Math.max(0, text.indexOf('='))),
                new IndexQuery.Term(field, AttributeTerms.cut(text, Entry.MAX_ATTRIBUTE_BYTES)),
                own -> new IndexQuery.Term(
                        own, AttributeTerms.cut(text.substring(text.indexOf('=') + 1), Entry.MAX_ATTRIBUTE_BYTES)));
    }

    private static IndexQuery pairPattern(EntryField field, String pattern) {
        return attribute(
                pattern.substring(0, Math.max(0, pattern.indexOf('='))),
                wildcard(field, pattern),
                own -> wildcard(own, pattern.substring(pattern.indexOf('=') + 1)));
    }

    private static IndexQuery wildcard(IndexedField field, String pattern) {
        return Wildcards.isPrefix(pattern)
                ? new IndexQuery.Prefix(field, Wildcards.literal(pattern.substring(0, pattern.length() - 1)))
                : new IndexQuery.Wildcard(field, pattern);
    }

    private IndexQuery range(Range node) {
        Optional<EntryField> known = EntryField.ofJsonName(node.field());
        if (known.isEmpty()) {
            throw new QueryException(
                    node.at(),
                    "'" + node.field()
                            + "' is an attribute, and attributes are kept as text, so there are no ranges on it; "
                            + "write " + node.field() + ":value or " + node.field() + ":start*, or search a range of a "
                            + "field that GET /api/v1/fields lists");
        }
        EntryField field = known.get();
        return switch (field.type()) {
            case TIME, MILLIS -> values.timeRange(field, node);
            case BYTE -> values.severityRange(field, node);
            case LONG -> values.numberRange(field, node);
            case KEYWORD, TEXT, ATTRIBUTES ->
                throw new QueryException(
                        node.at(),
                        "'" + node.field() + "' holds text, so there are no ranges on it; write " + node.field()
                                + ":value or " + node.field() + ":start*");
            case STORED, CHECKSUM -> throw notSearched(field, node.at());
        };
    }

    private static IndexQuery exists(Exists node) {
        Optional<EntryField> known = EntryField.ofJsonName(node.field());
        if (known.isEmpty()) {
            return attribute(
                    node.field(),
                    new IndexQuery.Prefix(EntryField.ATTR, AttributeTerms.start(node.field())),
                    IndexQuery.Present::new);
        }
        EntryField field = known.get();
        return switch (field.type()) {
            case KEYWORD, TEXT, TIME, MILLIS, LONG, BYTE, ATTRIBUTES -> new IndexQuery.Present(field);
            case STORED, CHECKSUM -> throw notSearched(field, node.at());
        };
    }

    private static IndexQuery bare(Function<EntryField, IndexQuery> query) {
        return new IndexQuery.AnyOf(BARE_FIELDS.stream().map(query).toList());
    }

    private static QueryException notSearched(EntryField field, int at) {
        return new QueryException(
                at,
                "'" + field.jsonName()
                        + "' is kept with the entry but not searched; search words of the message instead");
    }
}
