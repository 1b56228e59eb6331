package io.failsight.collector.receive.link;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What became of the connections that came to a door. Thread-safe. */
public final class LinkCounts {
    final AtomicInteger open = new AtomicInteger();
    final LongAdder accepted = new LongAdder();
    final LongAdder full = new LongAdder();
    final LongAdder notAllowed = new LongAdder();
    final LongAdder failedHandshakes = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder displaced = new LongAdder();
    final LongAdder refusedCredential = new LongAdder();
    final LongAdder revoked = new LongAdder();
    final LongAdder slowed = new LongAdder();

    /** Connections that are open now. */
    public int open() {
        return open.get();
    }

    /** Connections that were taken since the start, whatever became of them. */
    public long accepted() {
        return accepted.sum();
    }

    /** Connections that were closed at once because there were too many, altogether or from their address. */
    public long full() {
        return full.sum();
    }

    /** Connections that were closed because their address may not come in without credentials. */
    public long notAllowed() {
        return notAllowed.sum();
    }

    /** Connections whose TLS handshake failed. */
    public long failedHandshakes() {
        return failedHandshakes.sum();
    }

    /** Connections that were closed because a handshake or a record took too long. */
    public long late() {
        return late.sum();
    }

    /** Quiet connections that were closed to make room for another. */
    public long displaced() {
        return displaced.sum();
    }

    /** Connections that were closed because they showed no certificate where one is asked for, or one that was revoked or expired. */
    public long refusedCredential() {
        return refusedCredential.sum();
    }

    /** Open connections that were closed because their credential was revoked or expired meanwhile. */
    public long revoked() {
        return revoked.sum();
    }

    /** Reads that were put off because a sender sent more than its rate. */
    public long slowed() {
        return slowed.sum();
    }
}
