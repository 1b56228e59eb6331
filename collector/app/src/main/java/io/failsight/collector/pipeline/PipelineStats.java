package io.failsight.collector.pipeline;

import java.util.concurrent.atomic.LongAdder;

/** What the pipeline's thread did. Thread-safe. */
final class PipelineStats {
    private final LongAdder batches = new LongAdder();
    private final LongAdder entries = new LongAdder();
    private final LongAdder unmatched = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder miscounted = new LongAdder();
    private final LongAdder bugs = new LongAdder();
    private final LongAdder decoderBugs = new LongAdder();

    /** Batches read from the journal. */
    LongAdder batches() {
        return batches;
    }

    /** Entries handed to the sinks. */
    LongAdder entries() {
        return entries;
    }

    /** Entries that no pack matched. */
    LongAdder unmatched() {
        return unmatched;
    }

    /** Entries that a decoder could not make sense of; they are kept raw. */
    LongAdder failed() {
        return failed;
    }

    /** Difference between the records that receivers counted and the entries that decoders made; anything but 0 is a bug. */
    LongAdder miscounted() {
        return miscounted;
    }

    /** Entries that a pack failed on; anything but 0 is a bug. */
    LongAdder bugs() {
        return bugs;
    }

    /** Records that a decoder failed on; they are kept raw. Anything but 0 is a bug. */
    LongAdder decoderBugs() {
        return decoderBugs;
    }
}
