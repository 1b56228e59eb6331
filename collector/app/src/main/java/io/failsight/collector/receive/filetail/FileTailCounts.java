package io.failsight.collector.receive.filetail;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the file door counts beside records. Thread-safe. */
public final class FileTailCounts {
    final AtomicLong files = new AtomicLong();
    final AtomicLong openFiles = new AtomicLong();
    final AtomicLong unreadableFiles = new AtomicLong();
    final AtomicLong waitingFiles = new AtomicLong();
    final LongAdder binaryFiles = new LongAdder();
    final LongAdder cutLines = new LongAdder();
    final LongAdder rotations = new LongAdder();
    final LongAdder truncations = new LongAdder();
    final LongAdder lostPositions = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder refusedBatches = new LongAdder();

    /** Files that are followed now. */
    public long files() {
        return files.get();
    }

    /** Files that are open now. */
    public long openFiles() {
        return openFiles.get();
    }

    /** Files that cannot be read now, such as for want of permission; each is named once in the log. */
    public long unreadableFiles() {
        return unreadableFiles.get();
    }

    /** Files that wait because there are more than allowed. */
    public long waitingFiles() {
        return waitingFiles.get();
    }

    /** Files that were skipped because they do not hold text. */
    public long binaryFiles() {
        return binaryFiles.sum();
    }

    /** Lines of which only the beginning was kept. */
    public long cutLines() {
        return cutLines.sum();
    }

    /** Times a file was left for the one that took its name. */
    public long rotations() {
        return rotations.sum();
    }

    /** Times a file had been truncated or overwritten. */
    public long truncations() {
        return truncations.sum();
    }

    /** Times the file that a position belongs to was not found any more: what was written behind it before is not read. */
    public long lostPositions() {
        return lostPositions.sum();
    }

    /** Times a batch was put off by the consumer. */
    public long retries() {
        return retries.sum();
    }

    /** Batches that the consumer refused for good; it counts their records. */
    public long refusedBatches() {
        return refusedBatches.sum();
    }
}
