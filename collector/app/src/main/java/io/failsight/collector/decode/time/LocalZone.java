package io.failsight.collector.decode.time;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/**
 * The zone that stands in where a line names none. Remembers the offset of the last minute asked for. In the hour that clocks repeat in
 * autumn the earlier offset is taken; times in the hour they skip in spring move forward. Not thread-safe.
 */
public final class LocalZone {
    private static final long SECONDS_PER_MINUTE = 60;

    private final ZoneRules rules;
    private long cachedMinute = Long.MIN_VALUE;
    private int cachedOffsetSeconds;

    public LocalZone(ZoneId zone) {
        rules = zone.getRules();
    }

    /** Seconds since the epoch of a local time, given as if it were UTC. */
    public long toEpochSeconds(long localSeconds) {
        long minute = Math.floorDiv(localSeconds, SECONDS_PER_MINUTE);
        if (minute != cachedMinute) {
            LocalDateTime local = LocalDateTime.ofEpochSecond(minute * SECONDS_PER_MINUTE, 0, ZoneOffset.UTC);
            cachedOffsetSeconds = rules.getOffset(local).getTotalSeconds();
            cachedMinute = minute;
        }
        return localSeconds - cachedOffsetSeconds;
    }
}
