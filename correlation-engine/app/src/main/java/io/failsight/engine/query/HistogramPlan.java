package io.failsight.engine.query;

import java.util.stream.LongStream;

/**
 * Buckets of equal, readable length over a time span; they start at whole multiples of it since the epoch, so the first may begin
 * before the span.
 *
 * @param fromMillis start of the first bucket
 * @param intervalMillis length of each
 * @param count how many
 */
public record HistogramPlan(long fromMillis, long intervalMillis, int count) {
    /** Most buckets; a screen shows no more. */
    public static final int MAX_BUCKETS = 500;

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] READABLE = {
        1,
        2,
        5,
        10,
        20,
        50,
        100,
        200,
        500,
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        15 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        5 * DAY,
        10 * DAY,
        30 * DAY,
        100 * DAY,
        365 * DAY,
        1_000 * DAY,
        5_000 * DAY
    };

    /** Plans at most {@code maxBuckets} buckets, at least one, over {@code [fromMillis, untilMillis)}. */
    public static HistogramPlan of(long fromMillis, long untilMillis, int maxBuckets) {
        long interval = LongStream.of(READABLE)
                .filter(length -> count(fromMillis, untilMillis, length) <= maxBuckets)
                .findFirst()
                .orElse(Math.max(1, (untilMillis - fromMillis) * 2));
        return new HistogramPlan(Math.floorDiv(fromMillis, interval) * interval, interval, (int)
                Math.max(1, count(fromMillis, untilMillis, interval)));
    }

    private static long count(long fromMillis, long untilMillis, long interval) {
        return Math.ceilDiv(untilMillis, interval) - Math.floorDiv(fromMillis, interval);
    }
}
