package io.failsight.engine.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in, kept in memory: a restart signs everybody out. A session ends after {@link #IDLE} without a request and {@link
 * #ABSOLUTE} after signing in; beyond {@link #MAX} the one idle for longest goes. Thread-safe.
 */
public final class Sessions {
    /** A session without a request for so long is over. */
    public static final Duration IDLE = Duration.ofMinutes(30);
    /** No session lives longer. */
    public static final Duration ABSOLUTE = Duration.ofHours(12);
    /** Most sessions; about 500 bytes each. */
    public static final int MAX = 10_000;

    /** A session just begun; the token is told once and not kept. */
    public record Started(String token, String csrfToken) {
        @Override
        public String toString() {
            return "Started[...]";
        }
    }

    /**
     * A session in use.
     *
     * @param external the account as somebody else vouched for it at the sign-in; null for an account of ours
     */
    public record Session(
            String name,
            String passwordHash,
            String csrfToken,
            Instant started,
            @Nullable Account external) {
        @Override
        public String toString() {
            return "Session[" + name + "]";
        }
    }

    private record Used(Session session, Instant lastUse) {}

    private final InstantSource clock;
    // In order of use, so that the first is the one idle for longest.
    private final Map<String, Used> byDigest = new LinkedHashMap<>(16, 0.75f, true);

    public Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /** Begins a session for an account whose password was right. */
    public Started start(Account account) {
        return start(account, null);
    }

    /** Begins a session for somebody whom another vouches for; they are no account of ours. */
    public Started startExternal(Account account) {
        return start(account, account);
    }

    private synchronized Started start(Account account, @Nullable Account external) {
        Instant now = clock.instant();
        dropOver(now);
        String token = SecretText.random();
        String csrfToken = SecretText.random();
        Session session = new Session(account.name(), account.passwordHash(), csrfToken, now, external);
        byDigest.put(SecretText.digest(token), new Used(session, now));
        return new Started(token, csrfToken);
    }

    /** The session of a token, and counts as its use. */
    public synchronized Optional<Session> use(String token) {
        Instant now = clock.instant();
        String digest = SecretText.digest(token);
        Used used = byDigest.get(digest);
        if (used == null) {
            return Optional.empty();
        }
        if (isOver(used, now)) {
            byDigest.remove(digest);
            return Optional.empty();
        }
        byDigest.put(digest, new Used(used.session(), now));
        return Optional.of(used.session());
    }

    /** Whether the session of a token lives, without counting as use. */
    public synchronized boolean lives(String token) {
        Used used = null;
        String digest = SecretText.digest(token);
        if (byDigest.containsKey(digest)) {
            used = byDigest.get(digest);
        }
        return used != null && !isOver(used, clock.instant());
    }

    /** Ends a session; does nothing when there is none. */
    public synchronized void end(String token) {
        byDigest.remove(SecretText.digest(token));
    }

    /** Ends all sessions of an account; returns how many. */
    public synchronized int endAll(String name) {
        int before = byDigest.size();
        byDigest.values().removeIf(used -> used.session().name().equals(name));
        return before - byDigest.size();
    }

    /** How many sessions of an account live. */
    public synchronized int count(String name) {
        Instant now = clock.instant();
        return (int) byDigest.values().stream()
                .filter(used -> used.session().name().equals(name) && !isOver(used, now))
                .count();
    }

    private void dropOver(Instant now) {
        byDigest.values().removeIf(used -> isOver(used, now));
        Iterator<Used> oldest = byDigest.values().iterator();
        while (byDigest.size() >= MAX && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    private static boolean isOver(Used used, Instant now) {
        return !now.isBefore(used.lastUse().plus(IDLE))
                || !now.isBefore(used.session().started().plus(ABSOLUTE));
    }
}
