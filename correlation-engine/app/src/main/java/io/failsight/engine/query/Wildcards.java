package io.failsight.engine.query;

/**
 * The written form of a word with wildcards: {@code *} any characters, {@code ?} one, {@code \} before a literal {@code *},
 * {@code ?} or {@code \}. It is also what OpenSearch's wildcard query reads. Stateless, thread-safe.
 */
final class Wildcards {
    private Wildcards() {}

    /** Whether the pattern holds a wildcard, as opposed to literal characters only. */
    static boolean has(String pattern) {
        return firstWildcard(pattern) >= 0;
    }

    /** Index of the first wildcard, or -1. */
    static int firstWildcard(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> i++;
                case '*', '?' -> {
                    return i;
                }
                default -> {}
            }
        }
        return -1;
    }

    /** Whether the only wildcard is one {@code *} at the end. */
    static boolean isPrefix(String pattern) {
        int first = firstWildcard(pattern);
        return first >= 0 && first == pattern.length() - 1 && pattern.charAt(first) == '*';
    }

    /** How many characters are no wildcards. */
    static int literalCharacters(String pattern) {
        int count = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
                count++;
            } else if (c != '*' && c != '?') {
                count++;
            }
        }
        return count;
    }

    /** A pattern without wildcards as the text it means. */
    static String literal(String pattern) {
        if (pattern.indexOf('\\') < 0) {
            return pattern;
        }
        StringBuilder out = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '\\' && i + 1 < pattern.length()) {
                i++;
            }
            out.append(pattern.charAt(i));
        }
        return out.toString();
    }

    /** Text as a pattern that means just it. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' || c == '?' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }
}
