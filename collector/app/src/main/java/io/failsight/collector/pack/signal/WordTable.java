package io.failsight.collector.pack.signal;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Words of a product and what they mean to us, such as {@code PRIM: primary}; upper and lower case are alike. Immutable and thread-safe.
 */
public final class WordTable {
    /** The entry that stands for every word that is not listed. */
    public static final String ANY_OTHER = "*";

    private final Map<String, String> words;

    /** Of words by their product's name. */
    public WordTable(Map<String, String> words) {
        this.words = words.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        word -> word.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (first, second) -> first));
    }

    /** What the word means; the word itself where neither it nor {@link #ANY_OTHER} is listed. */
    public String meaning(String word) {
        return listed(word).orElseGet(() -> words.getOrDefault(ANY_OTHER, word));
    }

    /** What the word means if it is listed. */
    public Optional<String> listed(String word) {
        return Optional.ofNullable(words.get(word.toLowerCase(Locale.ROOT)));
    }

    /** All meanings. */
    public Iterable<String> meanings() {
        return words.values();
    }
}
