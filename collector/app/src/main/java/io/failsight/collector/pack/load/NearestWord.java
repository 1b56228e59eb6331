package io.failsight.collector.pack.load;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The allowed word that a misspelt one was meant to be. Stateless. */
final class NearestWord {
    private NearestWord() {}

    /** The word with the fewest changes, if it needs few enough to be meant. */
    static Optional<String> of(String written, Collection<String> allowed) {
        return allowed.stream()
                .min(Comparator.comparingInt(word -> distance(written, word)))
                .filter(word -> distance(written, word) <= Math.max(1, word.length() / 3));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
