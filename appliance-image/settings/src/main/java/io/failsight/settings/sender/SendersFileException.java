package io.failsight.settings.sender;

import org.jspecify.annotations.Nullable;

/** The file of senders cannot be used; the message is a sentence that says what to do, and quotes nothing of it. */
public final class SendersFileException extends Exception {
    private static final long serialVersionUID = 1L;

    SendersFileException(String message) {
        super(message);
    }

    SendersFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
