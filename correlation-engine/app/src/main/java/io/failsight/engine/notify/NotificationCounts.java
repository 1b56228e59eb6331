package io.failsight.engine.notify;

import java.util.concurrent.atomic.LongAdder;

/** What happened to messages since the start. Thread-safe. */
public final class NotificationCounts {
    private final LongAdder sent = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder bugs = new LongAdder();

    void countSent() {
        sent.increment();
    }

    void countRetry() {
        retries.increment();
    }

    void countFailed() {
        failed.increment();
    }

    void countBug() {
        bugs.increment();
    }

    /** Taken by the receiver. */
    public long sent() {
        return sent.sum();
    }

    /** Not taken, tried again. */
    public long retries() {
        return retries.sum();
    }

    /** Given up. */
    public long failed() {
        return failed.sum();
    }

    /** Ended by a mistake of this program. */
    public long bugs() {
        return bugs.sum();
    }
}
