package io.failsight.engine.query;

import java.time.Instant;
import java.util.Optional;

/**
 * The time that a search covers: from an instant, included, until an instant, excluded. Immutable.
 *
 * @param from empty for the oldest entry there is
 * @param until empty for the newest
 */
public record TimeWindow(Optional<Instant> from, Optional<Instant> until) {
    /** All time. */
    public static final TimeWindow ALWAYS = new TimeWindow(Optional.empty(), Optional.empty());

    /**
     * Reads the two bounds as {@link TimeExpression} does; blank is open. The window ends where {@code to} begins, so windows that
     * touch share no entry.
     *
     * @throws QueryException when one is no time or the window ends before it begins
     */
    public static TimeWindow parse(String from, String to, Instant now) {
        TimeWindow window = new TimeWindow(bound("from", from, now), bound("to", to, now));
        if (window.from.isPresent()
                && window.until.isPresent()
                && window.until.get().isBefore(window.from.get())) {
            throw new QueryException(
                    -1, "'from' (" + window.from.get() + ") is after 'to' (" + window.until.get() + "); swap them");
        }
        return window;
    }

    private static Optional<Instant> bound(String name, String text, Instant now) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(
                TimeExpression.parse(text, now)
                        .map(TimeExpression::from)
                        .orElseThrow(
                                () -> new QueryException(
                                        -1,
                                        "'" + name + "' is no time: '" + text
                                                + "'; write ISO 8601 (2026-11-20T10:15:00Z), milliseconds since the epoch, or now-1h")));
    }
}
