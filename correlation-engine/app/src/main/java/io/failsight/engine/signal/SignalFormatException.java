package io.failsight.engine.signal;

import io.failsight.model.VisibleText;

/** A line of a request is no signal: which line, which member, what is wrong with it. Nothing of the request is kept. */
public final class SignalFormatException extends Exception {
    private static final int MAX_WORDS = 600;
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String member;

    SignalFormatException(int line, String member, String problem) {
        super("line " + line + (member.isEmpty() ? "" : ", member '" + cut(member) + "'") + ": " + cut(problem));
        this.line = line;
        this.member = member;
    }

    /** An error repeats what came as far as it helps. */
    private static String cut(String text) {
        String line = VisibleText.oneLine(text.substring(0, Math.min(text.length(), MAX_WORDS)));
        return line.length() < MAX_WORDS ? line : line.substring(0, MAX_WORDS) + "...";
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
