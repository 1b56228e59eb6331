package io.failsight.collector.receive.tcp;

import java.util.concurrent.atomic.LongAdder;

/** What happened at a TCP door beside the records, which {@code IntakeCounts} has. Thread-safe. */
public final class TcpCounts {
    final LongAdder reads = new LongAdder();
    final LongAdder batches = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder cutRecords = new LongAdder();
    final LongAdder skippedBytes = new LongAdder();

    /** Reads that brought bytes. */
    public long reads() {
        return reads.sum();
    }

    /** Batches handed over, each counted once. */
    public long batches() {
        return batches.sum();
    }

    /** Times a batch was put off by the consumer: back-pressure. */
    public long retries() {
        return retries.sum();
    }

    /** Records longer than allowed: their beginning was kept. */
    public long cutRecords() {
        return cutRecords.sum();
    }

    /** Bytes of such records that were not kept. */
    public long skippedBytes() {
        return skippedBytes.sum();
    }
}
