package io.failsight.engine.store;

/** OpenSearch did not answer a question; the message says why and what to do. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose turn it is. */
    public enum Kind {
        /** It cannot be reached or is not ready: try again later. */
        DOWN,
        /** It has too much to do, or the question took too long: try again later or ask for less. */
        BUSY,
        /** It refused the question: asking again is no use. */
        REFUSED
    }

    private final Kind kind;

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Whose turn it is. */
    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
