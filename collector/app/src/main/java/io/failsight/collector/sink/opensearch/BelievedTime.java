package io.failsight.collector.sink.opensearch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The time by which old entries are evicted: the machine's, unless that has jumped ahead. A clock that was set wrong must not evict a year of
 * logs in a moment, so a jump ahead is believed only after it has lasted for a day; until then time goes on from where it was. A step back is
 * believed at once: it only keeps entries for longer. Not thread-safe.
 */
final class BelievedTime {
    /** Adjustments and slow looks are no jumps. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);
    /** People see the warning meanwhile. */
    static final Duration PROBATION = Duration.ofDays(1);
    /** At a start the newest index tells the time; it may be older than a day by what a roll-over is late. */
    static final Duration START_TOLERANCE = Duration.ofHours(26);

    private static final Logger LOG = Logger.getLogger(BelievedTime.class);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private @Nullable Instant believed;
    private long believedAtNanos;
    private boolean isDoubted;
    private long doubtedSinceNanos;

    BelievedTime(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * The time to go by.
     *
     * @param newest when the newest index was made; null when there is none. Only the first call looks at it
     */
    Instant now(@Nullable Instant newest) {
        Instant wall = clock.instant();
        long nanos = nanoTime.getAsLong();
        Instant expected;
        Duration tolerance = TOLERANCE;
        if (believed == null) {
            expected = newest == null || newest.isAfter(wall) ? wall : newest;
            tolerance = START_TOLERANCE;
        } else {
            expected = believed.plusNanos(nanos - believedAtNanos);
        }
        Instant time = wall;
        if (wall.isAfter(expected.plus(tolerance))) {
            if (!isDoubted) {
                isDoubted = true;
                doubtedSinceNanos = nanos;
                LOG.warnf(
                        "the clock says %s, %d minutes more than expected: nothing is evicted for its age before that has lasted for %d hours. Was"
                                + " Failsight off for long? Then nothing has to be done; else set the clock of this machine",
                        wall, Duration.between(expected, wall).toMinutes(), PROBATION.toHours());
            }
            time = nanos - doubtedSinceNanos < PROBATION.toNanos() ? expected : wall;
        }
        if (time == wall) {
            isDoubted = false;
        }
        believed = time;
        believedAtNanos = nanos;
        return time;
    }
}
