package io.failsight.collector.pack;

import io.failsight.collector.pack.template.Captures;
import io.failsight.collector.pack.template.Template;

/**
 * Tells whether a line of a log file begins a new record or goes on with the one before, by what the product's records begin with.
 * Not thread-safe: one for each file.
 */
public final class RecordStart {
    private final Template start;
    private final Captures captures = new Captures();

    RecordStart(Template start) {
        this.start = start;
    }

    /** Whether the line begins a new record. */
    public boolean begins(byte[] bytes, int offset, int length) {
        captures.startEntry();
        return start.matchPrefix(bytes, offset, offset + length, captures) >= 0;
    }
}
