package io.failsight.collector.intake;

import java.util.Objects;

/**
 * Records on their way in: a header and a span of bytes. The consumer reads the bytes before {@link BatchConsumer#accept} returns and
 * keeps no reference, so that receivers reuse their buffers.
 *
 * @param header what is known of all records alike
 * @param bytes array that holds the payload
 * @param offset where the payload starts
 * @param length bytes of payload, 1 to {@link #MAX_PAYLOAD_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // a span for one call, never compared
public record Batch(BatchHeader header, byte[] bytes, int offset, int length) {
    /** Largest payload: 16 MiB. Receivers split what is larger or refuse it. */
    public static final int MAX_PAYLOAD_BYTES = 16 << 20;

    public Batch {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length < 1 || length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "a batch holds 1 to " + MAX_PAYLOAD_BYTES + " bytes of payload, was " + length);
        }
    }
}
