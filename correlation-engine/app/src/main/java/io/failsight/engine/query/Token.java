package io.failsight.engine.query;

/**
 * A piece of query text.
 *
 * @param kind what it is
 * @param text the word as a pattern (wildcards bare, literal {@code *}, {@code ?} and {@code \} behind a {@code \}), the field's
 *     name, the phrase, or the sign as typed
 * @param at position of its first character
 * @param end position behind its last character
 */
record Token(Kind kind, String text, int at, int end) {
    enum Kind {
        WORD,
        PHRASE,
        /** A name and its colon. */
        FIELD,
        AND,
        OR,
        NOT,
        MUST,
        OPEN,
        CLOSE,
        /** {@code [} or <code>{</code>, always right after a field. */
        RANGE_OPEN,
        /** {@code ]} or <code>}</code>. */
        RANGE_CLOSE,
        /** {@code >}, {@code >=}, {@code <}, {@code <=}, right after a field. */
        COMPARE,
        END
    }
}
