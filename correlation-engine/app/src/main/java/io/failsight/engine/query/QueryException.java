package io.failsight.engine.query;

/** A query that cannot be run. Its message is for the person who typed it and says what to do. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;

    /**
     * @param position index of the character in the query text, 0 the first; -1 where the fault is not in the query text
     * @param message what is wrong and what to do
     */
    public QueryException(int position, String message) {
        super(message, null, false, false);
        this.position = position;
    }

    /** Index of the character in the query text, 0 the first; -1 where the fault is not in the query text. */
    public int position() {
        return position;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
