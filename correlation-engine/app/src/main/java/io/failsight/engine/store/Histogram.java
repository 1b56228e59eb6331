package io.failsight.engine.store;

import java.util.List;
import java.util.Map;

/**
 * How many entries there were over time.
 *
 * @param fromMillis start of the window, milliseconds since the epoch
 * @param untilMillis its end, excluded
 * @param intervalMillis length of a bucket
 * @param total entries in all buckets
 * @param incomplete whether entries may be missing
 * @param buckets oldest first, without gaps
 */
public record Histogram(
        long fromMillis, long untilMillis, long intervalMillis, long total, boolean incomplete, List<Bucket> buckets) {
    public Histogram {
        buckets = List.copyOf(buckets);
    }

    /**
     * One bucket.
     *
     * @param fromMillis its start
     * @param total entries in it
     * @param bySeverity entries by severity word; severities without entries are left out
     */
    public record Bucket(long fromMillis, long total, Map<String, Long> bySeverity) {
        public Bucket {
            bySeverity = Map.copyOf(bySeverity);
        }
    }
}
