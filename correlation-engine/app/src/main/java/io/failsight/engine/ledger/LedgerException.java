package io.failsight.engine.ledger;

/** The ledger could not be read or written; nothing of the transaction is kept. The message says what is wrong and what to do. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
