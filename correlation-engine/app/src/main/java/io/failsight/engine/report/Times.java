package io.failsight.engine.report;

import io.failsight.engine.incident.Nanos;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times and durations for people; all in UTC, since a report travels. Stateless. */
final class Times {
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Times() {}

    static String full(Instant time) {
        return FULL.format(time);
    }

    static String full(long nanos) {
        return FULL.format(Nanos.instant(nanos));
    }

    static String clock(long nanos) {
        return CLOCK.format(Nanos.instant(nanos));
    }

    /** Such as {@code 1 min 11 s}; a dash when not known. */
    static String duration(@Nullable Long millis) {
        if (millis == null) {
            return "–";
        }
        if (millis < SECOND) {
            return millis + " ms";
        }
        if (millis < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
        }
        if (millis < HOUR) {
            return two(millis / MINUTE, "min", millis % MINUTE / SECOND, "s");
        }
        return millis < DAY
                ? two(millis / HOUR, "h", millis % HOUR / MINUTE, "min")
                : two(millis / DAY, "d", millis % DAY / HOUR, "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** Such as {@code +1.600 s}. */
    static String offset(long nanos) {
        return String.format(Locale.ROOT, "%+.3f s", nanos / 1e9);
    }

    static String uncertainty(long nanos) {
        return "± " + duration(nanos / 1_000_000);
    }
}
