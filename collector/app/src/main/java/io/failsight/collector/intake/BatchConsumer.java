package io.failsight.collector.intake;

import java.time.Duration;

/** Takes batches in. Thread-safe: receivers call it from many threads. */
public interface BatchConsumer {
    /**
     * Takes a batch in and returns when its fate is known; blocks at most about {@code patience}. After {@link Outcome.Accepted} all its
     * records survive the death of the process and of the machine. After any other outcome none of them was taken, and
     * the receiver says so to its sender or keeps the bytes and tries again.
     */
    Outcome accept(Batch batch, Duration patience);
}
