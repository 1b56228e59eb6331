package io.failsight.collector.sink.opensearch;

import io.failsight.model.StorageClass;
import java.time.Duration;
import java.util.Map;

/**
 * When an index is closed for writing and when it goes. Immutable.
 *
 * @param rollOverBytes a new index is begun when the current one holds this many bytes; also the grain of eviction
 * @param rollOverAge a new index is begun when the current one is this old and not empty
 * @param retention how long entries of a class are kept after their index was closed
 * @param totalBytes all entry indices together; the least worth and oldest is evicted when there is more
 * @param keepAtLeast class keep is never evicted for room before its index was closed for so long
 */
public record IndexPolicy(
        long rollOverBytes,
        Duration rollOverAge,
        Map<StorageClass, Duration> retention,
        long totalBytes,
        Duration keepAtLeast) {

    /** The disk plan of the 30 GB appliance (design decision 7). */
    public static final IndexPolicy DEFAULT = new IndexPolicy(
            1L << 30,
            Duration.ofDays(1),
            Map.of(
                    StorageClass.KEEP, Duration.ofDays(365),
                    StorageClass.NORMAL, Duration.ofDays(30),
                    StorageClass.BULKY, Duration.ofDays(7)),
            14L << 30,
            Duration.ofDays(7));

    public IndexPolicy {
        retention = Map.copyOf(retention);
        if (rollOverBytes < 1 || totalBytes < rollOverBytes) {
            throw new IllegalArgumentException("the disk plan needs room for at least one index: roll-over at "
                    + rollOverBytes + " bytes, all indices " + totalBytes);
        }
    }

    /** The same with another size of an index. */
    public IndexPolicy withRollOverBytes(long bytes) {
        return new IndexPolicy(bytes, rollOverAge, retention, totalBytes, keepAtLeast);
    }

    /** How long entries of a class are kept. */
    Duration retention(StorageClass storageClass) {
        return retention.getOrDefault(storageClass, Duration.ofDays(30));
    }
}
