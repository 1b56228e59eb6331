package io.failsight.collector.journal;

import java.util.concurrent.atomic.LongAdder;

/** What the journal has done since it was opened. Thread-safe; every value only grows. */
public final class JournalStats {
    private final LongAdder batches = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder refusedRecords = new LongAdder();
    private final LongAdder forces = new LongAdder();
    private final LongAdder failedForces = new LongAdder();
    private final LongAdder mishaps = new LongAdder();
    private final LongAdder lostRecords = new LongAdder();
    private final LongAdder quarantinedBytes = new LongAdder();
    private final LongAdder compressedSegments = new LongAdder();

    void appended(int recordCount, int payloadBytes) {
        batches.increment();
        records.add(recordCount);
        bytes.add(payloadBytes);
    }

    void refused(int recordCount) {
        refusedRecords.add(recordCount);
    }

    void forced() {
        forces.increment();
    }

    void failedForce() {
        failedForces.increment();
    }

    void mishap() {
        mishaps.increment();
    }

    void lost(long recordCount, long byteCount) {
        lostRecords.add(recordCount);
        quarantinedBytes.add(byteCount);
    }

    void compressed() {
        compressedSegments.increment();
    }

    /** Batches acknowledged. */
    public long appendedBatches() {
        return batches.sum();
    }

    /** Records acknowledged. */
    public long appendedRecords() {
        return records.sum();
    }

    /** Payload bytes acknowledged. */
    public long appendedBytes() {
        return bytes.sum();
    }

    /** Records that were not taken: no room, disk failure, closing. */
    public long refusedRecords() {
        return refusedRecords.sum();
    }

    /** Times the disk was forced for batches. */
    public long forces() {
        return forces.sum();
    }

    /** Groups of batches whose write or force failed. */
    public long failedForces() {
        return failedForces.sum();
    }

    /** Housekeeping that failed without harm: an index, a position, a compression that will be done another time. */
    public long mishaps() {
        return mishaps.sum();
    }

    /** Records lost to damage, found at opening or reading. */
    public long lostRecords() {
        return lostRecords.sum();
    }

    /** Bytes without a readable batch, found at opening or reading. */
    public long quarantinedBytes() {
        return quarantinedBytes.sum();
    }

    /** Segments compressed. */
    public long compressedSegments() {
        return compressedSegments.sum();
    }
}
