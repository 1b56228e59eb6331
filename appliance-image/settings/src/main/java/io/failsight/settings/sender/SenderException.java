package io.failsight.settings.sender;

/** A change of senders that is not possible; the message says why and what to do. */
public final class SenderException extends Exception {
    private static final long serialVersionUID = 1L;

    SenderException(String message) {
        super(message);
    }
}
