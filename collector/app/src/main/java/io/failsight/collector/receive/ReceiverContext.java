package io.failsight.collector.receive;

import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.IntakeCounts;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What every receiver needs of the house. Immutable and thread-safe.
 *
 * @param consumer where batches go; it counts what it journals and what it refuses for good
 * @param counts where a receiver counts the records it refuses by itself
 * @param clock time of receipt
 */
public record ReceiverContext(BatchConsumer consumer, IntakeCounts counts, InstantSource clock) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Now, in nanoseconds since the epoch. */
    public long nowNanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }
}
