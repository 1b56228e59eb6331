package io.failsight.engine.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The time that the core is told: the machine's, but when that is set ahead it goes on from where it was for {@link #GRACE}, so that no failover
 * counts as failed because the clock jumped over its limit. By then the estimates of all senders' clocks know of the jump. Not thread-safe.
 */
final class CoreTime {
    /** Two minutes are what the estimate of a sender's clock needs. */
    static final Duration GRACE = Duration.ofMinutes(5);
    /** Slewing, and a machine that was busy, are no jumps. */
    static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(CoreTime.class);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private Instant lastWall;
    private long lastNanos;
    private Instant given;
    private boolean held;
    private long heldUntilNanos;

    /** @param nanoTime as {@link System#nanoTime} */
    CoreTime(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        lastWall = clock.instant();
        lastNanos = nanoTime.getAsLong();
        given = lastWall;
    }

    /** Now; earlier than before only where the clock was set back. */
    Instant now() {
        Instant wall = clock.instant();
        long nanos = nanoTime.getAsLong();
        Duration passed = Duration.ofNanos(nanos - lastNanos);
        Duration jump = Duration.between(lastWall, wall).minus(passed);
        if (jump.compareTo(TOLERANCE) > 0) {
            held = true;
            heldUntilNanos = nanos + GRACE.toNanos();
            LOG.warnf(
                    "the clock was set ahead by %d s: no failover counts as failed for that within the next %d minutes",
                    jump.toSeconds(), GRACE.toMinutes());
        } else if (jump.compareTo(TOLERANCE.negated()) < 0) {
            LOG.warnf("the clock was set back by %d s", -jump.toSeconds());
        }
        held &= nanos < heldUntilNanos;
        Instant going = given.plus(passed);
        given = held && going.isBefore(wall) ? going : wall;
        lastWall = wall;
        lastNanos = nanos;
        return given;
    }
}
