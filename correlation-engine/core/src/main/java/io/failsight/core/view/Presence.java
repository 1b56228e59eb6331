package io.failsight.core.view;

import io.failsight.core.timeline.Timed;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node's life. Immutable.
 *
 * @param lastSign last signal that it said itself; null before the first
 * @param silent it should speak and does not
 * @param leaving somebody stopped it or its machine on purpose, and it did not come back yet
 * @param starting its module or machine starts, and it has no working role yet
 * @param unheard its partner does not hear it
 */
public record Presence(@Nullable Timed lastSign, boolean silent, boolean leaving, boolean starting, boolean unheard) {
    static final Presence NONE = new Presence(null, false, false, false, false);

    Presence seen(Timed sign) {
        return new Presence(sign, false, leaving, starting, unheard);
    }

    Presence withSilent(boolean now) {
        return now == silent ? this : new Presence(lastSign, now, leaving, starting, unheard);
    }

    Presence withLeaving(boolean now) {
        return now == leaving ? this : new Presence(lastSign, silent, now, starting, unheard);
    }

    Presence withStarting(boolean now) {
        return now == starting ? this : new Presence(lastSign, silent, leaving, now, unheard);
    }

    Presence withUnheard(boolean now) {
        return now == unheard ? this : new Presence(lastSign, silent, leaving, starting, now);
    }
}
