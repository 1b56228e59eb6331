package io.failsight.collector.watch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A source that must speak, and when it last did. Thread-safe. */
public final class Expectation {
    private final By by;
    private final String name;
    private final Duration silentAfter;
    private final AtomicLong heardNanos = new AtomicLong(Long.MIN_VALUE);

    /** What a source is known by. */
    public enum By {
        HOST,
        ADDRESS,
        NODE
    }

    /**
     * An expectation.
     *
     * @param name host name, address or node
     * @param silentAfter how long it may be quiet
     */
    public Expectation(By by, String name, Duration silentAfter) {
        this.by = by;
        this.name = name;
        this.silentAfter = silentAfter;
    }

    /** Host name, address or node. */
    public String name() {
        return name;
    }

    /** How long it may be quiet. */
    public Duration silentAfter() {
        return silentAfter;
    }

    /** Whether a sender is the one that is meant; a part that is not known is empty. */
    public boolean isMet(String node, String host, String address) {
        return switch (by) {
            case HOST -> name.equals(host);
            case ADDRESS -> name.equals(address);
            case NODE -> name.equals(node);
        };
    }

    /** Notes that it spoke. */
    public void heard(long receivedNanos) {
        if (heardNanos.get() < receivedNanos) {
            heardNanos.accumulateAndGet(receivedNanos, Math::max);
        }
    }

    /** The clock was set: what was heard before counts as heard now. */
    void clockWasSet(long nowNanos) {
        heardNanos.updateAndGet(heard -> heard == Long.MIN_VALUE ? heard : nowNanos);
    }

    /** When it last spoke, {@link Long#MIN_VALUE} for not since the start. */
    long heardNanos() {
        return heardNanos.get();
    }
}
