package io.failsight.collector.decode;

import io.failsight.collector.intake.BatchHeader;

/** Turns the payload of a batch into entries. Instances keep scratch space: one a thread, not thread-safe. */
public interface Decoder {
    /**
     * Calls {@code consumer} once for each record in the order of the payload; never throws for what the bytes say.
     *
     * @param header header of the batch
     * @param bytes array that holds the payload
     * @param offset where the payload starts
     * @param length bytes of payload
     */
    void decode(BatchHeader header, byte[] bytes, int offset, int length, EntryConsumer consumer);
}
