package io.failsight.engine.tail;

import io.failsight.engine.query.IndexQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Asks for one query's new entries, for all of its clients. Entries of one moment become searchable out of order (several writers,
 * retries), so each question reaches back {@link #OVERLAP} behind the newest entry seen, and what was told already is known by id.
 *
 * <p>{@link #poll} is called by one thread; clients come and go on any.
 */
final class TailFeed {
    /** How far behind the newest entry a late one is still found. */
    static final Duration OVERLAP = Duration.ofSeconds(5);
    /** Most entries of one question; beyond, the older ones are counted as dropped: nobody reads so fast. */
    static final int MAX_ENTRIES = 500;

    private final IndexQuery query;
    private final TailSource source;
    private final Set<TailClient> clients = new CopyOnWriteArraySet<>();
    private final Map<String, Instant> told = new HashMap<>();
    private Instant newest;
    private Instant floor = Instant.MIN;

    TailFeed(IndexQuery query, TailSource source, Instant start) {
        this.query = query;
        this.source = source;
        this.newest = start;
    }

    void add(TailClient client) {
        clients.add(client);
    }

    void remove(TailClient client) {
        clients.remove(client);
    }

    boolean hasClients() {
        return !clients.isEmpty();
    }

    /** Asks once and tells all clients what is new. */
    void poll() throws Exception {
        Instant back = newest.minus(OVERLAP);
        Instant since = back.isBefore(floor) ? floor : back;
        TailSource.Recent recent = source.since(query, since, MAX_ENTRIES);
        List<TailSource.Found> found = recent.newestFirst();
        List<TailSource.Found> fresh = new ArrayList<>();
        for (TailSource.Found entry : found) {
            if (told.putIfAbsent(entry.id(), entry.observed()) == null) {
                fresh.add(entry);
            }
        }
        if (found.size() >= MAX_ENTRIES) {
            // What is older than the oldest of these was not fetched; do not ask for it again.
            floor = found.getLast().observed();
            long missed = recent.total() - found.size() - toldBefore(floor);
            if (missed > 0 && fresh.size() == found.size()) {
                clients.forEach(client -> client.dropped(missed));
            }
        }
        fresh.reversed().forEach(entry -> clients.forEach(client -> client.offer(entry.json())));
        if (!found.isEmpty() && found.getFirst().observed().isAfter(newest)) {
            newest = found.getFirst().observed();
        }
        Instant horizon = newest.minus(OVERLAP);
        told.values().removeIf(observed -> observed.isBefore(horizon));
    }

    private long toldBefore(Instant time) {
        return told.values().stream()
                .filter(observed -> observed.isBefore(time))
                .count();
    }
}
