package io.failsight.collector.receive.tcp;

import io.failsight.collector.receive.link.LinkLimits;
import java.time.Duration;

/**
 * Limits of a TCP door. Immutable.
 *
 * @param address address to bind
 * @param port port to bind, 0 for any free one
 * @param maxRecordBytes longest record kept whole; longer ones are cut there
 * @param links how many connections, and how long they may take
 * @param bufferBytes largest buffer of a connection; it starts at {@link #FIRST_BUFFER_BYTES} and grows with the sender's speed
 * @param gather longest wait between two reads while little bytes keep coming, so that a paced sender costs few batches
 * @param stopPatience how long {@code close} goes on handing over what was read
 */
public record TcpConfig(
        String address,
        int port,
        int maxRecordBytes,
        LinkLimits links,
        int bufferBytes,
        Duration gather,
        Duration stopPatience) {
    /** Buffer of a new connection: 16 KiB, so that idle connections cost little. */
    public static final int FIRST_BUFFER_BYTES = 16 << 10;
    /** Room that frame headers need beside the longest record. */
    private static final int HEADER_ROOM_BYTES = 64;

    public TcpConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
        }
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("maxRecordBytes must be at least 1");
        }
        bufferBytes = Math.max(bufferBytes, maxRecordBytes + HEADER_ROOM_BYTES);
    }
}
