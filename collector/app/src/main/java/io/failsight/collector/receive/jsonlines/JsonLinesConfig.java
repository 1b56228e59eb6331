package io.failsight.collector.receive.jsonlines;

import io.failsight.collector.receive.link.LinkLimits;
import io.failsight.collector.receive.tcp.TcpConfig;
import java.time.Duration;

/**
 * Limits of the JSON lines door. Immutable.
 *
 * @param address address to bind
 * @param port TCP port, 0 for any free one
 * @param maxLineBytes longest line kept whole; of longer ones the beginning is kept, which is no JSON any more
 * @param maxConnections connections at a time
 * @param stopPatience how long {@code close} goes on handing over what was read
 */
public record JsonLinesConfig(String address, int port, int maxLineBytes, int maxConnections, Duration stopPatience) {
    /** Id of the receiver. */
    public static final String ID = "jsonlines";
    /** 1 MiB: stack traces of nested causes stay far below it. */
    public static final int DEFAULT_MAX_LINE_BYTES = 1 << 20;
    /** With lines of the longest kind at most 256 MiB. */
    public static final int DEFAULT_MAX_CONNECTIONS = 256;
    /** Largest buffer of a connection: the longest line, and as much of the next ones as fits a read. */
    private static final int EXTRA_BUFFER_BYTES = 64 << 10;
    /** At most 50 ms between small reads. */
    private static final Duration GATHER = Duration.ofMillis(50);

    /** Defaults for everything but address and port. */
    public static JsonLinesConfig of(String address, int port) {
        return new JsonLinesConfig(
                address, port, DEFAULT_MAX_LINE_BYTES, DEFAULT_MAX_CONNECTIONS, Duration.ofSeconds(5));
    }

    TcpConfig tcp() {
        return new TcpConfig(
                address,
                port,
                maxLineBytes,
                LinkLimits.of(maxConnections),
                maxLineBytes + EXTRA_BUFFER_BYTES,
                GATHER,
                stopPatience);
    }
}
