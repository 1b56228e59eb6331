package io.failsight.core.view;

import io.failsight.core.timeline.Timed;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node's life. Immutable.
 *
 * @param lastSign last signal that it said itself; null before the first
 * @param silent it should speak and does not
 * @param leaving somebody stopped it or its machine on purpose, and it did not come back yet
 * @param startedAt when its module or machine started, while it has no working role yet; 0 else
 * @param unheard its partner does not hear it
 * @param cameUp when its module or machine last started; 0 when that is not known
 */
public record Presence(
        @Nullable Timed lastSign, boolean silent, boolean leaving, long startedAt, boolean unheard, long cameUp) {
    /** Who has no working role so long after a start has other troubles. */
    private static final long STARTING_NANOS = 15 * 60_000_000_000L;

    /** Two time-outs of keepalived with its usual interval, and a little. */
    private static final long ELECTION_NANOS = 10_000_000_000L;

    static final Presence NONE = new Presence(null, false, false, 0, false, 0);

    /** Whether it is still coming up at that instant. */
    public boolean isStarting(long at) {
        return startedAt != 0 && at - startedAt <= STARTING_NANOS;
    }

    /** Whether it started so short a time before that the nodes may still find out who serves. */
    public boolean isElecting(long at) {
        return cameUp != 0 && at - cameUp <= ELECTION_NANOS;
    }

    Presence seen(Timed sign) {
        return new Presence(sign, false, leaving, startedAt, unheard, cameUp);
    }

    Presence withSilent(boolean now) {
        return now == silent ? this : new Presence(lastSign, now, leaving, startedAt, unheard, cameUp);
    }

    Presence withLeaving(boolean now) {
        return now == leaving ? this : new Presence(lastSign, silent, now, startedAt, unheard, cameUp);
    }

    Presence withStarted(long now) {
        return now == startedAt ? this : new Presence(lastSign, silent, leaving, now, unheard, cameUp);
    }

    Presence withCameUp(long at) {
        return at == cameUp ? this : new Presence(lastSign, silent, leaving, startedAt, unheard, at);
    }

    Presence withUnheard(boolean now) {
        return now == unheard ? this : new Presence(lastSign, silent, leaving, startedAt, now, cameUp);
    }
}
