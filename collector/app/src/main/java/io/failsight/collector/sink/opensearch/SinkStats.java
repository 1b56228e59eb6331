package io.failsight.collector.sink.opensearch;

import java.util.concurrent.atomic.LongAdder;

/** What became of entries, counted. delivered + alreadyThere + evicted + leftOut + deadLettered = entries that left the journal. Thread-safe. */
public final class SinkStats {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder alreadyThere = new LongAdder();
    private final LongAdder evicted = new LongAdder();
    private final LongAdder leftOut = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder collisions = new LongAdder();
    private final LongAdder belowRoutes = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder bodies = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** Documents created. */
    public LongAdder delivered() {
        return delivered;
    }

    /** Documents found there with the same checksum, after a retry or a restart. */
    public LongAdder alreadyThere() {
        return alreadyThere;
    }

    /** Entries whose index was evicted meanwhile. */
    public LongAdder evicted() {
        return evicted;
    }

    /** Bulky entries that were not indexed because the disk is short; they would have been the first to be evicted. */
    public LongAdder leftOut() {
        return leftOut;
    }

    /** Entries that OpenSearch will never take, kept in the dead-letter store. */
    public LongAdder deadLettered() {
        return deadLettered;
    }

    /** Ids that were taken by a different entry: a copied data folder, or damage. */
    public LongAdder collisions() {
        return collisions;
    }

    /** Entries that no route covered and that went to the oldest index known: where they went the first time was lost. */
    public LongAdder belowRoutes() {
        return belowRoutes;
    }

    /** Requests or items that were sent again. */
    public LongAdder retries() {
        return retries;
    }

    /** Bulk bodies sent. */
    public LongAdder bodies() {
        return bodies;
    }

    /** Bytes of bulk bodies sent. */
    public LongAdder bytes() {
        return bytes;
    }
}
