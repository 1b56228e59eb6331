package io.failsight.collector.pack.template;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Words of which a captured text must be one; a word with {@code *} at its end only begins it. Immutable and thread-safe. */
final class Choice {
    private final byte[][] words;
    private final boolean[] beginnings;

    /** Of words that are not empty. */
    Choice(List<String> written) {
        words = new byte[written.size()][];
        beginnings = new boolean[written.size()];
        for (int i = 0; i < words.length; i++) {
            String word = written.get(i);
            beginnings[i] = word.endsWith("*");
            String text = beginnings[i] ? word.substring(0, word.length() - 1) : word;
            words[i] = text.getBytes(StandardCharsets.UTF_8);
        }
    }

    boolean holds(byte[] bytes, int from, int to) {
        for (int i = 0; i < words.length; i++) {
            byte[] word = words[i];
            int length = to - from;
            if ((beginnings[i] ? length >= word.length : length == word.length)
                    && Arrays.equals(word, 0, word.length, bytes, from, from + word.length)) {
                return true;
            }
        }
        return false;
    }

    void markFirst(boolean[] first) {
        for (byte[] word : words) {
            first[word[0] & 0xFF] = true;
        }
    }
}
