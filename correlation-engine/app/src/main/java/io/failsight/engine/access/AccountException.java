package io.failsight.engine.access;

/** An account cannot be changed like that; the message says why and what to do. */
public final class AccountException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Kind {
        /** What was sent is not good. */
        WRONG,
        /** There is no such account. */
        UNKNOWN,
        /** It would not fit to what is there. */
        CONFLICT,
        /** The file cannot be read or written. */
        STORAGE
    }

    private final Kind kind;

    public AccountException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
