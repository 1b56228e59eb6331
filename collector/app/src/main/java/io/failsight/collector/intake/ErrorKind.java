package io.failsight.collector.intake;

import java.util.Locale;

/** Every way in which work fails, and what follows from it. */
public enum ErrorKind {
    BAD_INPUT(false),
    UNAUTHORISED(false),
    OVERLOADED(true),
    DESTINATION_DOWN(true),
    DESTINATION_REFUSED(false),
    STORAGE_FULL(true),
    STORAGE_CORRUPT(false),
    MISCONFIGURED(false),
    BUG(false);

    private final boolean retryable;
    private final String label = name().toLowerCase(Locale.ROOT);

    ErrorKind(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same input may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** Value of the metric label {@code kind}. */
    public String label() {
        return label;
    }
}
