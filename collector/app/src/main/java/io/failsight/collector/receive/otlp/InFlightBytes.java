package io.failsight.collector.receive.otlp;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of requests are in hand, against a limit: what keeps many senders from filling the heap. Thread-safe. */
final class InFlightBytes {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    InFlightBytes(long limit) {
        this.limit = limit;
    }

    /** Takes room for that many bytes; false, and nothing taken, when there is not enough. */
    boolean tryTake(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
