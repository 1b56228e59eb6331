package io.failsight.runtime.data;

/** The data folder cannot be used; the message is one line that says what to do. */
public final class DataFolderException extends Exception {
    private static final long serialVersionUID = 1L;

    public DataFolderException(String message) {
        super(message);
    }
}
