package io.failsight.collector.receive.lumberjack;

import io.failsight.collector.receive.link.LinkLimits;
import java.time.Duration;

/**
 * Limits of the Lumberjack door. Immutable.
 *
 * @param address address to bind
 * @param port TCP port, 0 for any free one
 * @param maxEventBytes longest event kept whole; of longer ones the beginning is kept, which is no JSON any more
 * @param batchBytes events of a window are handed over in batches of about this size
 * @param maxWindow most events in a window; a sender that announces more is told by closing the connection
 * @param maxInflatedBytes most bytes that a compressed frame may become
 * @param keepAlive how often a sender that waits for the journal is told what is durable, so that it does not give up
 * @param links how many connections, and how long they may take
 * @param stopPatience how long {@code close} goes on handing over what was read
 */
public record LumberjackConfig(
        String address,
        int port,
        int maxEventBytes,
        int batchBytes,
        long maxWindow,
        long maxInflatedBytes,
        Duration keepAlive,
        LinkLimits links,
        Duration stopPatience) {
    /** Id of the receiver. */
    public static final String ID = "lumberjack";
    /** 512 KiB: an event of the Windows event log is at most 64 KiB. */
    public static final int DEFAULT_MAX_EVENT_BYTES = 512 << 10;
    /** 512 KiB: a window of 2,048 events of Winlogbeat makes about six batches. */
    public static final int DEFAULT_BATCH_BYTES = 512 << 10;
    /** 1,000,000 events: the Beats' default is 2,048. Events are never kept for it, so this only catches nonsense. */
    public static final long DEFAULT_MAX_WINDOW = 1_000_000;
    /** 256 MiB: inflated piece by piece, so it costs half a second of CPU at worst and no memory. */
    public static final long DEFAULT_MAX_INFLATED_BYTES = 256L << 20;
    /** 3 s: the Beats give up after 30 s without a word. */
    public static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(3);
    /** With buffers of at most 1 MiB each 128 MiB, if all of them send the largest events at the same moment. */
    public static final int DEFAULT_MAX_CONNECTIONS = 128;

    public LumberjackConfig {
        if (maxEventBytes < 1 || batchBytes < 1 || maxWindow < 1 || maxInflatedBytes < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }

    /** Defaults for everything but address and port. */
    public static LumberjackConfig of(String address, int port) {
        return new LumberjackConfig(
                address,
                port,
                DEFAULT_MAX_EVENT_BYTES,
                DEFAULT_BATCH_BYTES,
                DEFAULT_MAX_WINDOW,
                DEFAULT_MAX_INFLATED_BYTES,
                DEFAULT_KEEP_ALIVE,
                LinkLimits.of(DEFAULT_MAX_CONNECTIONS),
                Duration.ofSeconds(5));
    }
}
