package io.failsight.collector.pipeline;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.EntryConsumer;
import io.failsight.collector.intake.Content;
import io.failsight.collector.journal.JournaledBatch;
import io.failsight.collector.pack.EntryMatcher;
import java.util.Map;

/**
 * What one thread needs to make finished entries of journaled batches. Not thread-safe.
 *
 * @param decoders the decoder of each content
 * @param packs recognises products
 * @param finisher sets what neither knows
 */
record Parsing(Map<Content, Decoder> decoders, EntryMatcher packs, EntryFinisher finisher) {
    Parsing {
        decoders = Map.copyOf(decoders);
    }

    /** Decodes the batch; the consumer still has to match packs and to finish. */
    void decode(JournaledBatch batch, EntryConsumer consumer) {
        Decoder decoder = decoders.get(batch.header().content());
        if (decoder == null) {
            throw new IllegalStateException("no decoder for " + batch.header().content());
        }
        finisher.begin(batch.header());
        decoder.decode(batch.header(), batch.bytes(), batch.payloadOffset(), batch.payloadLength(), consumer);
    }
}
