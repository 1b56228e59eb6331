package io.failsight.collector.pack;

/**
 * A pattern of file paths: {@code *} is anything within a folder, {@code **} anything, {@code ?} one character. A slash also stands for a
 * backslash, and letters match in either case where the path has a drive letter. Immutable and thread-safe.
 */
public record FileGlob(String pattern) {
    boolean matches(String path) {
        boolean windows = path.length() > 2 && path.charAt(1) == ':';
        String normal = path.replace('\\', '/');
        return windows
                ? matches(pattern.toLowerCase(java.util.Locale.ROOT), normal.toLowerCase(java.util.Locale.ROOT))
                : matches(pattern, normal);
    }

    /** Greedy with one point of return for each kind of star, so it takes at most pattern times path steps for each. */
    private static boolean matches(String pattern, String path) {
        int p = 0;
        int s = 0;
        int starAt = -1;
        int starPath = 0;
        int deepAt = -1;
        int deepPath = 0;
        while (s < path.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : 0;
            if (c == '*' && p + 1 < pattern.length() && pattern.charAt(p + 1) == '*') {
                p += 2;
                if (p < pattern.length() && pattern.charAt(p) == '/' && (s == 0 || path.charAt(s - 1) == '/')) {
                    p++; // "**/" also matches no folder at all
                }
                deepAt = p;
                deepPath = s;
                starAt = -1;
            } else if (c == '*') {
                starAt = ++p;
                starPath = s;
            } else if (c != 0 && (c == path.charAt(s) || c == '?' && path.charAt(s) != '/')) {
                p++;
                s++;
            } else if (starAt >= 0 && path.charAt(starPath) != '/') {
                p = starAt;
                s = ++starPath;
            } else if (deepAt >= 0) {
                p = deepAt;
                s = ++deepPath;
                starAt = -1;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
