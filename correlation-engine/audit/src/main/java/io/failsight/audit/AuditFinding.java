package io.failsight.audit;

/**
 * Something about the audit that is not as it was written.
 *
 * @param first the first record concerned
 * @param last the last one
 * @param words a sentence that names them
 */
public record AuditFinding(Kind kind, long first, long last, String words) {
    /** What happened to the records. */
    public enum Kind {
        /** They hold something else than when they were written. */
        CHANGED,
        /** They are gone, with others behind them still there. */
        REMOVED,
        /** They were put in between others. */
        INSERTED,
        /** They are gone from the end. */
        TRUNCATED,
        /** Their chain is sound, but our own log does not know them: the engine was killed right then, or they were added by hand. */
        UNKNOWN_TO_LOG;

        /** Whether somebody must have done so. */
        public boolean isProof() {
            return this != UNKNOWN_TO_LOG;
        }
    }

    static String records(long first, long last) {
        return first == last ? "record " + first : "records " + first + " to " + last;
    }
}
