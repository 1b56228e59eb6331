package io.failsight.collector.signal;

import java.util.concurrent.atomic.LongAdder;

/** What became of the signals for one engine: made = acknowledged + refused + pending, at any quiet moment. Thread-safe. */
public final class SignalStats {
    private final LongAdder made = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /** Signals taken into the queue; one that is made again after a restart counts again. */
    public LongAdder made() {
        return made;
    }

    /** Signals that the engine has on disk. */
    public LongAdder acknowledged() {
        return acknowledged;
    }

    /** Signals that the engine will never take; anything but 0 is a bug. */
    public LongAdder refused() {
        return refused;
    }

    /** Requests sent. */
    public LongAdder requests() {
        return requests;
    }

    /** Requests that were not answered as they should. */
    public LongAdder failures() {
        return failures;
    }
}
