package io.failsight.model;

/** Well-formedness of UTF-8 (RFC 3629 §4: no overlong forms, no surrogates, nothing above U+10FFFF). Stateless, thread-safe. */
public final class Utf8 {
    private Utf8() {}

    /** Length of the well-formed sequence of two to four bytes that starts at {@code at}, or 0 when it is malformed or cut. */
    public static int sequenceLength(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || at + size > end) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    /** The longest length, at most {@code limit}, that does not cut a character in two. */
    public static int cut(byte[] bytes, int offset, int length, int limit) {
        if (length <= limit) {
            return length;
        }
        int cut = limit;
        while (cut > 0 && cut > limit - 4 && (bytes[offset + cut] & 0xC0) == 0x80) {
            cut--;
        }
        return cut;
    }
}
