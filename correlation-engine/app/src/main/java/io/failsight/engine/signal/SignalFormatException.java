package io.failsight.engine.signal;

/** A line of a request is no signal: which line, which member, what is wrong with it. Nothing of the request is kept. */
public final class SignalFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String member;

    SignalFormatException(int line, String member, String problem) {
        super("line " + line + (member.isEmpty() ? "" : ", member '" + member + "'") + ": " + problem);
        this.line = line;
        this.member = member;
    }

    /** Number of the line, 1 the first. */
    public int line() {
        return line;
    }

    /** Path of the member, such as {@code subject.node}; empty when the line as a whole is wrong. */
    public String member() {
        return member;
    }
}
