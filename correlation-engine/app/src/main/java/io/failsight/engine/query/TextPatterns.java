package io.failsight.engine.query;

import io.failsight.model.EntryField;
import io.failsight.model.IndexMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a word with wildcards means in a text field. The index keeps its words one by one (see {@link IndexMapping#separates}), so a
 * wildcard stands for a part of one word: {@code null*} is the start of one, {@code 10.0.1*} two words and the start of a third,
 * {@code *.Foo} just the word {@code foo}. Stateless, thread-safe.
 */
final class TextPatterns {
    private TextPatterns() {}

    /** @throws QueryException when the pattern spans words in a way that the index cannot search */
    static IndexQuery query(EntryField field, String pattern, int at) {
        List<String> words = words(pattern.toLowerCase(Locale.ROOT));
        while (words.size() > 1 && isAny(words.getFirst())) {
            words.removeFirst();
        }
        while (words.size() > 1 && isAny(words.getLast())) {
            words.removeLast();
        }
        return words.size() == 1 ? word(field, words.getFirst()) : sequence(field, words, pattern, at);
    }

    private static IndexQuery word(EntryField field, String word) {
        if (isAny(word)) {
            return new IndexQuery.Present(field);
        }
        if (!Wildcards.has(word)) {
            return new IndexQuery.Words(field, word);
        }
        return Wildcards.isPrefix(word)
                ? new IndexQuery.Prefix(field, word.substring(0, word.length() - 1))
                : new IndexQuery.Wildcard(field, word);
    }

    private static IndexQuery sequence(EntryField field, List<String> words, String pattern, int at) {
        String last = words.getLast();
        boolean begun = Wildcards.isPrefix(last);
        if (Wildcards.has(String.join("", words.subList(0, words.size() - 1))) || (Wildcards.has(last) && !begun)) {
            throw new QueryException(
                    at,
                    "'" + pattern + "' spans " + words.size()
                            + " words (words end at blanks and at signs such as '.' and '-'), and only its end may be left open, as in "
                            + "10.0.*; write the words without wildcards, or each by itself");
        }
        String text = String.join(" ", words);
        return begun
                ? new IndexQuery.WordsBegun(field, text.substring(0, text.length() - 1))
                : new IndexQuery.Words(field, text);
    }

    private static boolean isAny(String word) {
        return word.chars().allMatch(c -> c == '*');
    }

    /** The pattern where the index would cut a text; no escapes are left, since what needs them separates words. Never empty. */
    private static List<String> words(String pattern) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            boolean literal = c == '\\' && i + 1 < pattern.length();
            if (literal) {
                c = pattern.charAt(++i);
            }
            if (IndexMapping.separates(c) && (literal || (c != '*' && c != '?'))) {
                end(word, words);
            } else {
                word.append(c);
            }
        }
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
