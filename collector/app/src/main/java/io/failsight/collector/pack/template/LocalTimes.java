package io.failsight.collector.pack.template;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * Turns stated date and time into an instant: fills in a missing year or date as the one nearest to the time of receipt, and a missing
 * zone from configuration. Where clocks are set back, the instant nearer to receipt is taken. Not thread-safe.
 */
public final class LocalTimes {
    /** What {@link #epochNanos} gives when the time cannot be known. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final long SECONDS_PER_DAY = 86_400;
    /** Offsets change at multiples of a quarter of an hour at the finest. */
    private static final long CACHE_SECONDS = 900;

    private final ZoneRules rules;
    private long cachedQuarter = Long.MIN_VALUE;
    private long cachedOffset;

    /** For lines without zone that were written in {@code zone}. */
    public LocalTimes(ZoneId zone) {
        rules = zone.getRules();
    }

    /** Whether date, year and zone were all stated. */
    public static boolean isComplete(TimeFields fields) {
        return fields.offsetSeconds != TimeFields.ABSENT
                && (fields.year != TimeFields.ABSENT || fields.epochSeconds != Long.MIN_VALUE);
    }

    /**
     * The instant in nanoseconds since the epoch, or {@link #UNKNOWN} when it needs the time of receipt and that is not known, or lies
     * outside the years 1678 to 2261.
     *
     * @param observedMillis time of receipt in milliseconds since the epoch, 0 when not known
     */
    public long epochNanos(TimeFields fields, long observedMillis) {
        long observed = Math.floorDiv(observedMillis, 1_000L);
        long seconds = fields.epochSeconds != Long.MIN_VALUE ? fields.epochSeconds : epochSeconds(fields, observed);
        if (seconds <= -9_200_000_000L || seconds >= 9_200_000_000L) {
            return UNKNOWN;
        }
        return seconds * 1_000_000_000L + fields.nanos;
    }

    private long epochSeconds(TimeFields fields, long observed) {
        if (fields.year != TimeFields.ABSENT) {
            return at(fields, CivilDays.epochDay(fields.year, fields.month, fields.day), observed);
        }
        if (observed == 0) {
            return UNKNOWN;
        }
        long best = UNKNOWN;
        long today = Math.floorDiv(observed, SECONDS_PER_DAY);
        int year = CivilDays.yearOf(today);
        for (int shift = -1; shift <= 1; shift++) {
            long day;
            if (fields.month == TimeFields.ABSENT) {
                day = today + shift;
            } else if (fields.day > CivilDays.lengthOfMonth(year + shift, fields.month)) {
                continue; // 29 February of a year without one
            } else {
                day = CivilDays.epochDay(year + shift, fields.month, fields.day);
            }
            long seconds = at(fields, day, observed);
            if (best == UNKNOWN || Math.abs(seconds - observed) < Math.abs(best - observed)) {
                best = seconds;
            }
        }
        return best;
    }

    private long at(TimeFields fields, long epochDay, long observed) {
        long local = epochDay * SECONDS_PER_DAY + fields.secondOfDay;
        return fields.offsetSeconds != TimeFields.ABSENT
                ? local - fields.offsetSeconds
                : local - offset(local, observed);
    }

    private long offset(long localSeconds, long observed) {
        long quarter = Math.floorDiv(localSeconds, CACHE_SECONDS);
        if (quarter == cachedQuarter) {
            return cachedOffset;
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(localSeconds, 0, ZoneOffset.UTC);
        List<ZoneOffset> valid = rules.getValidOffsets(local);
        if (valid.size() == 2) { // clocks were set back: this hour was there twice
            long first = valid.get(0).getTotalSeconds();
            long second = valid.get(1).getTotalSeconds();
            return Math.abs(localSeconds - first - observed) <= Math.abs(localSeconds - second - observed)
                    ? first
                    : second;
        }
        cachedOffset = rules.getOffset(local).getTotalSeconds();
        cachedQuarter = quarter;
        return cachedOffset;
    }
}
