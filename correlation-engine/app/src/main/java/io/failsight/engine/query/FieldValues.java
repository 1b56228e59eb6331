package io.failsight.engine.query;

import io.failsight.engine.query.QueryNode.Range;
import io.failsight.model.EntryField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the values of fields that are no text: numbers, severities and times. Immutable. */
final class FieldValues {
    private final Instant now;

    FieldValues(Instant now) {
        this.now = now;
    }

    static String kind(EntryField field) {
        return switch (field.type()) {
            case TIME, MILLIS -> "times";
            case BYTE -> "severities";
            case LONG, CHECKSUM -> "numbers";
            case KEYWORD, TEXT, STORED, ATTRIBUTES -> "text";
        };
    }

    static String example(EntryField field) {
        return field.jsonName()
                + switch (field.type()) {
                    case TIME, MILLIS -> ":>now-1h";
                    case BYTE -> ":>=warn";
                    case LONG, CHECKSUM -> ":[1 TO 99]";
                    case KEYWORD, TEXT, STORED, ATTRIBUTES -> ":value";
                };
    }

    IndexQuery during(EntryField field, String text, int at) {
        TimeExpression time = time(field, text, at);
        return new IndexQuery.During(field, time.from(), time.until());
    }

    IndexQuery timeRange(EntryField field, Range range) {
        Instant from = null;
        Instant until = null;
        if (range.lower() != null) {
            TimeExpression lower = time(field, range.lower(), range.at());
            from = range.lowerIncluded() ? lower.from() : lower.until();
        }
        if (range.upper() != null) {
            TimeExpression upper = time(field, range.upper(), range.at());
            until = range.upperIncluded() ? upper.until() : upper.from();
        }
        return new IndexQuery.During(field, from, until);
    }

    private TimeExpression time(EntryField field, String text, int at) {
        return TimeExpression.parse(text, now)
                .orElseThrow(
                        () -> new QueryException(
                                at,
                                "'" + text + "' is no time, which '" + field.jsonName()
                                        + "' needs; write ISO 8601 (2026-11-20T10:15:00Z), milliseconds since the epoch, or now-1h"));
    }

    /** {@code unknown} also finds entries that state no severity at all. */
    IndexQuery severity(EntryField field, String text, int at) {
        SeverityWords.Numbers numbers = severityNumbers(text, at);
        IndexQuery between = new IndexQuery.Between(field, (long) numbers.first(), (long) numbers.last());
        return numbers.last() > 0
                ? between
                : new IndexQuery.AnyOf(List.of(between, new IndexQuery.None(new IndexQuery.Present(field))));
    }

    IndexQuery severityRange(EntryField field, Range range) {
        Long lowest = null;
        Long highest = null;
        if (range.lower() != null) {
            SeverityWords.Numbers lower = severityNumbers(range.lower(), range.at());
            lowest = range.lowerIncluded() ? lower.first() : lower.last() + 1L;
        }
        if (range.upper() != null) {
            SeverityWords.Numbers upper = severityNumbers(range.upper(), range.at());
            highest = range.upperIncluded() ? upper.last() : upper.first() - 1L;
        }
        return new IndexQuery.Between(field, lowest, highest);
    }

    private static SeverityWords.Numbers severityNumbers(String text, int at) {
        return SeverityWords.numbers(text)
                .orElseThrow(() -> new QueryException(
                        at,
                        "'" + text + "' is no severity; write " + String.join(", ", SeverityWords.all())
                                + ", or a number from 0 to 24"));
    }

    IndexQuery number(EntryField field, String text, int at) {
        Long value = whole(field, text, at);
        return new IndexQuery.Between(field, value, value);
    }

    IndexQuery numberRange(EntryField field, Range range) {
        Long lowest = bound(field, range.lower(), range.at());
        Long highest = bound(field, range.upper(), range.at());
        if (lowest != null && !range.lowerIncluded()) {
            lowest = above(field, lowest, range);
        }
        if (highest != null && !range.upperIncluded()) {
            highest = below(field, highest, range);
        }
        return new IndexQuery.Between(field, lowest, highest);
    }

    private static @Nullable Long bound(EntryField field, @Nullable String text, int at) {
        return text == null ? null : whole(field, text, at);
    }

    private static Long above(EntryField field, long value, Range range) {
        return value < Long.MAX_VALUE ? Long.valueOf(value + 1) : outOfRange(field, range);
    }

    private static Long below(EntryField field, long value, Range range) {
        return value > Long.MIN_VALUE ? Long.valueOf(value - 1) : outOfRange(field, range);
    }

    private static Long outOfRange(EntryField field, Range range) {
        throw new QueryException(range.at(), "no number fits this range of '" + field.jsonName() + "'; widen it");
    }

    private static Long whole(EntryField field, String text, int at) {
        return number(text)
                .orElseThrow(() -> new QueryException(
                        at,
                        "'" + text + "' is no whole number, which '" + field.jsonName()
                                + "' needs; write one, or a range as in " + example(field)));
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
