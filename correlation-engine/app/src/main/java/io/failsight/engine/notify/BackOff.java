package io.failsight.engine.notify;

import io.failsight.engine.notify.channel.Reason;
import java.time.Duration;

/** How long to wait before a message is tried again, and when it is given up. Pure. */
final class BackOff {
    /** Longer would make people wait after the server is back. */
    static final Duration LONGEST = Duration.ofMinutes(5);
    /** An incident is news for a day. */
    private static final Duration GIVE_UP = Duration.ofDays(1);
    /** What somebody refuses he will hardly take later; it may be his mistake, which he mends. */
    private static final Duration GIVE_UP_REFUSED = Duration.ofHours(1);
    /** A proof that comes an hour late proves nothing. */
    private static final Duration GIVE_UP_PROOF = Duration.ofHours(1);

    private static final int DOUBLINGS = 10;

    private BackOff() {}

    /** Wait after that many tries: 1 s, 2 s, 4 s ... 5 min. */
    static Duration after(int tries) {
        Duration wait = Duration.ofSeconds(1L << Math.clamp(tries - 1L, 0, DOUBLINGS));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    /** How long it is tried. */
    static Duration limit(Reason reason, boolean refused) {
        if (!reason.ofIncident() && reason != Reason.NOTICE) {
            return GIVE_UP_PROOF;
        }
        return refused ? GIVE_UP_REFUSED : GIVE_UP;
    }
}
