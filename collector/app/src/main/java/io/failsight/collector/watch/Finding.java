package io.failsight.collector.watch;

/** What one question to a node found. Immutable. */
public sealed interface Finding {
    /** It answers as it should; a SafeKit module serves. */
    record Well() implements Finding {}

    /** It answers, and a SafeKit module does not serve. */
    record Idle(String reason) implements Finding {}

    /** The machine may be there, but what was asked for does not answer as it should. */
    record Unwell(String reason) implements Finding {}

    /** Nothing was heard of the machine. */
    record Away(String reason) implements Finding {}
}
