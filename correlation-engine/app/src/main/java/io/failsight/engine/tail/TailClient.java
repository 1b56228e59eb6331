package io.failsight.engine.tail;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One client's queue between the feed and the connection: bounded, drops the newest when full and counts them. Thread-safe. */
public final class TailClient {
    /** Most entries that wait for one client; at 1 kB each, a thousand slow clients would take 500 MB, a hundred 50 MB. */
    public static final int MAX_WAITING = 500;

    private final Deque<String> waiting = new ArrayDeque<>();
    private long dropped;
    private boolean closed;

    synchronized void offer(String json) {
        if (waiting.size() >= MAX_WAITING) {
            dropped++;
        } else {
            waiting.add(json);
        }
        notifyAll();
    }

    synchronized void dropped(long count) {
        dropped += count;
        notifyAll();
    }

    /** The connection is gone: nobody waits any longer. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Whether the connection is gone. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** What happened since the last call, in order; waits for it, and is empty when nothing happened within the limit or it was closed. */
    public synchronized List<TailEvent> next(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (waiting.isEmpty() && dropped == 0 && !closed) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return List.of();
            }
            wait(millis);
        }
        List<TailEvent> events = new ArrayList<>(waiting.size() + 1);
        waiting.forEach(json -> events.add(new TailEvent.Arrived(json)));
        waiting.clear();
        if (dropped > 0) {
            events.add(new TailEvent.Dropped(dropped));
            dropped = 0;
        }
        return events;
    }
}
