package io.failsight.engine.ledger;

/** The ledger could not be read or written; nothing of the transaction is kept. The message says what is wrong and what to do. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isDamage;

    public LedgerException(String message, Throwable cause) {
        this(message, cause, false);
    }

    LedgerException(String message, Throwable cause, boolean isDamage) {
        super(message, cause);
        this.isDamage = isDamage;
    }

    /** Whether the file itself is broken, which opening it again mends as far as it can be. */
    public boolean isDamage() {
        return isDamage;
    }
}
