package io.failsight.collector.journal;

import java.nio.file.Path;
import java.util.List;

/**
 * What opening the journal found. Immutable.
 *
 * @param segments segments that hold batches
 * @param scannedSegments segments that had to be read because nothing beside them said what they hold
 * @param records records of all segments that can be read
 * @param truncatedBytes bytes of a write that the crash cut short; they were never acknowledged
 * @param damages ranges that cannot be read
 */
public record RecoveryReport(
        int segments, int scannedSegments, long records, long truncatedBytes, List<Damage> damages) {
    /**
     * A range that cannot be read, copied to the quarantine folder.
     *
     * @param segment file
     * @param from first byte, in the uncompressed segment
     * @param to byte behind the last
     * @param lostRecords records in it, known from the counts of its neighbours, or what it says itself where nothing is behind it
     * @param mayBeTorn whether it is the end of what was written before a crash: then it may as well be a write that the crash left in pieces,
     *     of which nothing was acknowledged
     */
    public record Damage(Path segment, int from, int to, long lostRecords, boolean mayBeTorn) {}

    public RecoveryReport {
        damages = List.copyOf(damages);
    }

    /** Records lost to damage for sure. */
    public long lostRecords() {
        return damages.stream()
                .filter(damage -> !damage.mayBeTorn)
                .mapToLong(Damage::lostRecords)
                .sum();
    }
}
