package io.failsight.engine.tail;

import io.failsight.engine.query.IndexQuery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All feeds: clients with the same query share one; a feed without clients ends. Each feed polls on a thread of its own. Thread-safe.
 */
public final class TailHub implements AutoCloseable {
    /** Pause between two questions of a feed; entries are searchable about a second after receipt anyway. */
    public static final Duration POLL_EVERY = Duration.ofSeconds(1);
    /** Pause after the index did not answer. */
    static final Duration POLL_AFTER_FAILURE = Duration.ofSeconds(3);
    /** Most different queries at once; each costs a search a second. */
    public static final int MAX_FEEDS = 16;
    /** Most clients; each holds a connection and up to {@link TailClient#MAX_WAITING} entries. */
    public static final int MAX_CLIENTS = 64;

    private final TailSource source;
    private final InstantSource clock;
    private final Duration pollEvery;
    private final Consumer<Exception> failures;
    private final Map<IndexQuery, Running> feeds = new HashMap<>();
    private int clients;
    private boolean closed;

    private record Running(TailFeed feed, Thread thread) {}

    /** @param failures told when the index did not answer; the feed goes on */
    public TailHub(TailSource source, InstantSource clock, Duration pollEvery, Consumer<Exception> failures) {
        this.source = source;
        this.clock = clock;
        this.pollEvery = pollEvery;
        this.failures = failures;
    }

    /** Joins the feed of a query; empty when there are too many feeds or clients. */
    public synchronized Optional<TailClient> join(IndexQuery query) {
        Running running = feeds.get(query);
        if (closed || clients >= MAX_CLIENTS || (running == null && feeds.size() >= MAX_FEEDS)) {
            return Optional.empty();
        }
        TailClient client = new TailClient();
        clients++;
        if (running == null) {
            TailFeed feed = new TailFeed(query, source, clock.instant());
            feed.add(client);
            Thread thread = Thread.ofVirtual().name("tail-feed").unstarted(() -> run(feed));
            feeds.put(query, new Running(feed, thread));
            thread.start();
        } else {
            running.feed().add(client);
        }
        return Optional.of(client);
    }

    /** Leaves; the last client of a feed ends it. */
    public synchronized void leave(IndexQuery query, TailClient client) {
        clients--;
        Running running = feeds.get(query);
        if (running == null) {
            return;
        }
        running.feed().remove(client);
        if (!running.feed().hasClients()) {
            feeds.remove(query);
            running.thread().interrupt();
        }
    }

    /** How many feeds ask the index. */
    public synchronized int feeds() {
        return feeds.size();
    }

    /** How many clients are connected. */
    public synchronized int clients() {
        return clients;
    }

    private void run(TailFeed feed) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(ask(feed));
            }
        } catch (InterruptedException e) {
            // The last client left.
        }
    }

    private Duration ask(TailFeed feed) {
        try {
            feed.poll();
            return pollEvery;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return pollEvery;
        } catch (Exception e) {
            failures.accept(e);
            return POLL_AFTER_FAILURE;
        }
    }

    /** Ends all feeds. */
    @Override
    public synchronized void close() {
        closed = true;
        feeds.values().forEach(running -> running.thread().interrupt());
        feeds.clear();
    }
}
