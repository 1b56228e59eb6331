package io.failsight.collector.journal;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * Limits of the journal. Immutable.
 *
 * @param budgetBytes disk for all segments; when data that some reader has not read reaches it, senders are asked to wait
 * @param segmentBytes size at which a new segment begins; space is freed in such pieces
 * @param forceBytes unforced bytes at which the disk is forced at once
 * @param forceDelay longest wait from the first unforced byte until the disk is forced: what a lone sender waits for its acknowledgement
 * @param sourceShare part of the budget that the unread data of one source may take, above 0 to 1
 * @param reservedShare part of the budget that only declared sources may use, 0 to below 1
 * @param declared whether a source is named in the configuration; called for every batch by many threads
 * @param maxCursors sources whose cursors are kept; beyond it the one that did not move for longest starts over
 * @param positionInterval how often the positions of readers are forced; what is read again after a crash
 * @param compressLagSegments a reader this far behind makes waiting segments worth compressing
 * @param compressIdle nothing appended for so long, and nothing left to read, makes read segments worth compressing
 * @param compressDuty part of one CPU that compressing may take, above 0 to 1
 */
public record JournalConfig(
        long budgetBytes,
        int segmentBytes,
        int forceBytes,
        Duration forceDelay,
        double sourceShare,
        double reservedShare,
        Predicate<String> declared,
        int maxCursors,
        Duration positionInterval,
        int compressLagSegments,
        Duration compressIdle,
        double compressDuty) {
    /** 3 GiB of a 30 GB disk (design decision 7). */
    public static final long DEFAULT_BUDGET_BYTES = 3L << 30;
    /** 64 MiB: about 48 segments in the budget, each read in a fraction of a second. */
    public static final int DEFAULT_SEGMENT_BYTES = 64 << 20;
    /** 1 MiB: larger groups gain nothing (design decision 4). */
    public static final int DEFAULT_FORCE_BYTES = 1 << 20;
    /** 5 ms: 200 forces a second at most under a trickle. */
    public static final Duration DEFAULT_FORCE_DELAY = Duration.ofMillis(5);
    /** 1 min: compressing costs 2 CPU-s per million syslog lines, as much as all the rest, and belongs to idle machines. */
    public static final Duration DEFAULT_COMPRESS_IDLE = Duration.ofMinutes(1);

    public JournalConfig {
        check(
                segmentBytes >= 4_096 && segmentBytes <= 1 << 30,
                "segmentBytes must be 4 KiB to 1 GiB, was " + segmentBytes);
        check(sourceShare > 0 && sourceShare <= 1, "sourceShare must be above 0 and at most 1, was " + sourceShare);
        check(reservedShare >= 0 && reservedShare < 1, "reservedShare must be 0 to below 1, was " + reservedShare);
        // the segment being written is freed only after the next one has begun
        double smallest = Math.min(sourceShare, 1 - reservedShare) * budgetBytes;
        check(
                smallest >= 2.0 * segmentBytes,
                "the share of one source and of undeclared sources must hold two segments; budgetBytes " + budgetBytes
                        + " is too small for segmentBytes " + segmentBytes);
        check(forceBytes > 0, "forceBytes must be positive, was " + forceBytes);
        check(!forceDelay.isNegative(), "forceDelay must not be negative, was " + forceDelay);
        check(maxCursors > 0, "maxCursors must be positive, was " + maxCursors);
        check(compressDuty > 0 && compressDuty <= 1, "compressDuty must be above 0 and at most 1, was " + compressDuty);
    }

    private static void check(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The values for one appliance of 30 GB; no source is declared. */
    public static JournalConfig defaults() {
        return new JournalConfig(
                DEFAULT_BUDGET_BYTES,
                DEFAULT_SEGMENT_BYTES,
                DEFAULT_FORCE_BYTES,
                DEFAULT_FORCE_DELAY,
                0.5,
                0.2,
                source -> false,
                4_096,
                Duration.ofMillis(200),
                4,
                DEFAULT_COMPRESS_IDLE,
                0.25);
    }

    /** The same with another budget and segment size. */
    public JournalConfig withSizes(long newBudgetBytes, int newSegmentBytes) {
        return new JournalConfig(
                newBudgetBytes,
                newSegmentBytes,
                forceBytes,
                forceDelay,
                sourceShare,
                reservedShare,
                declared,
                maxCursors,
                positionInterval,
                compressLagSegments,
                compressIdle,
                compressDuty);
    }

    /** The same with another force threshold and delay. */
    public JournalConfig withForce(int newForceBytes, Duration newForceDelay) {
        return new JournalConfig(
                budgetBytes,
                segmentBytes,
                newForceBytes,
                newForceDelay,
                sourceShare,
                reservedShare,
                declared,
                maxCursors,
                positionInterval,
                compressLagSegments,
                compressIdle,
                compressDuty);
    }

    /** The same with other shares and declared sources. */
    public JournalConfig withShares(double newSourceShare, double newReservedShare, Predicate<String> newDeclared) {
        return new JournalConfig(
                budgetBytes,
                segmentBytes,
                forceBytes,
                forceDelay,
                newSourceShare,
                newReservedShare,
                newDeclared,
                maxCursors,
                positionInterval,
                compressLagSegments,
                compressIdle,
                compressDuty);
    }

    /** The same with other conditions for compressing. */
    public JournalConfig withCompression(int newLagSegments, Duration newIdle, double newDuty) {
        return new JournalConfig(
                budgetBytes,
                segmentBytes,
                forceBytes,
                forceDelay,
                sourceShare,
                reservedShare,
                declared,
                maxCursors,
                positionInterval,
                newLagSegments,
                newIdle,
                newDuty);
    }
}
