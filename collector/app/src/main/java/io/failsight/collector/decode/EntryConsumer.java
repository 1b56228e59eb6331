package io.failsight.collector.decode;

import io.failsight.model.Entry;

/** Takes the entries of a batch. */
@FunctionalInterface
public interface EntryConsumer {
    /**
     * Takes one entry; it is reused after the call returns.
     *
     * @param entry the decoded entry; time of receipt, source, receiver and peer are set by the pipeline, not the decoder
     * @param recordOffset where the record's first byte lies in the payload's array: its identity
     * @param recordLength bytes of the record: what the checksum covers
     */
    void accept(Entry entry, int recordOffset, int recordLength);
}
