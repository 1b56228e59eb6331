package io.failsight.engine.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as people and pages write it: ISO 8601 ({@code 2026-11-20}, {@code 2026-11-20T10:15}, with or without seconds, fraction
 * and zone; no zone means UTC), milliseconds since the epoch, or relative to now: {@code now}, {@code now-1h}, {@code
 * now-1d/d} (units s, m, h, d, w; {@code /d} rounds down to the day).
 *
 * <p>What was written may be coarser than an instant: {@code 2026-11-20} is a whole day.
 *
 * @param from its first instant
 * @param until the instant right after its last one
 */
public record TimeExpression(Instant from, Instant until) {
    /** Earliest and latest time that the index can hold ({@code date_nanos}). */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("2262-04-11T00:00:00Z");
    private static final Pattern RELATIVE = Pattern.compile("now(?:([+-])(\\d{1,9})([smhdw]))?(?:/([smhd]))?");
    private static final Pattern MILLIS = Pattern.compile("-?\\d{6,15}");
    private static final Pattern MINUTES =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2})(Z|[+-]\\d{2}:?\\d{2})?");

    /** Reads a time; empty when it is none. Times outside 1970 to 2262 are moved to the nearest one that the index can hold. */
    public static Optional<TimeExpression> parse(String text, Instant now) {
        try {
            return read(text.strip(), now).map(TimeExpression::bounded);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<TimeExpression> read(String text, Instant now) {
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            return Optional.of(relative(relative, now));
        }
        if (MILLIS.matcher(text).matches()) {
            return Optional.of(unit(Instant.ofEpochMilli(Long.parseLong(text)), ChronoUnit.MILLIS));
        }
        if (text.length() == 10) {
            return Optional.of(
                    unit(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant(), ChronoUnit.DAYS));
        }
        String iso = text.replace(' ', 'T');
        ChronoUnit precision = MINUTES.matcher(iso).matches()
                ? ChronoUnit.MINUTES
                : iso.indexOf('.') < 0 && iso.indexOf(',') < 0 ? ChronoUnit.SECONDS : ChronoUnit.NANOS;
        return Optional.of(unit(instant(iso), precision));
    }

    private static Instant instant(String iso) {
        boolean zoned = iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > 10;
        return zoned
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }

    private static TimeExpression relative(Matcher matcher, Instant now) {
        Instant time = now;
        if (matcher.group(2) != null) {
            Duration shift = chronoUnit(matcher.group(3)).getDuration().multipliedBy(Long.parseLong(matcher.group(2)));
            time = matcher.group(1).equals("-") ? now.minus(shift) : now.plus(shift);
        }
        if (matcher.group(4) == null) {
            return unit(time, ChronoUnit.NANOS);
        }
        ChronoUnit rounding = chronoUnit(matcher.group(4));
        return unit(time.truncatedTo(rounding), rounding);
    }

    private static ChronoUnit chronoUnit(String letter) {
        return switch (letter) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            default -> ChronoUnit.WEEKS;
        };
    }

    private static TimeExpression unit(Instant from, ChronoUnit unit) {
        return new TimeExpression(from, from.plus(unit.getDuration()));
    }

    private TimeExpression bounded() {
        return new TimeExpression(bounded(from), bounded(until));
    }

    private static Instant bounded(Instant time) {
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    }
}
