package io.failsight.collector.intake;

/**
 * What is known of all records of a batch alike. Journaled with them. Immutable and thread-safe.
 *
 * @param content what the records are
 * @param framing how they lie in the payload
 * @param receiver lower-kebab id of the receiver: {@code syslog}, {@code otlp}, {@code jsonlines}, {@code file}, {@code journald}
 * @param source one sender at one door, stable over reconnects and restarts, such as {@code syslog/192.0.2.7} or {@code
 *     file/var/log/dpkg.log}; order within a source is never inverted
 * @param peer address the bytes came from, empty where there is none (files)
 * @param receivedNanos time of receipt in nanoseconds since the epoch
 * @param recordCount entries in the payload, at least 1; what conservation counts
 * @param cursor where the receiver goes on after a restart (file position, journald cursor), empty where the sender keeps it;
 *     durable exactly when the batch is
 */
public record BatchHeader(
        Content content,
        Framing framing,
        String receiver,
        String source,
        String peer,
        long receivedNanos,
        int recordCount,
        String cursor) {
    /** Longest source, peer or cursor in UTF-8 bytes. */
    public static final int MAX_TEXT_BYTES = 4_096;

    public BatchHeader {
        if (recordCount < 1) {
            throw new IllegalArgumentException("a batch holds at least one record, was " + recordCount);
        }
        if (source.isEmpty() || receiver.isEmpty()) {
            throw new IllegalArgumentException("a batch needs a receiver and a source");
        }
    }
}
