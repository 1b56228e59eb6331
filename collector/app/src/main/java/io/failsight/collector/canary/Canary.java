package io.failsight.collector.canary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps count of one entry after the other: sent, found by a search, late, lost, doubled. Lost is one that a later one overtook a while ago: the way
 * is one queue, so nothing behind it can still bring it; until then it is late. What was sent before a restart is followed for duplicates
 * alone. Thread-safe.
 */
public final class Canary {
    /** Longest a number is looked at again for copies. */
    public static final Duration LOOKED_AT = Duration.ofMinutes(10);
    /** Longer than any refresh of an index: an overtaken one that is still not there is lost. */
    static final Duration OVERTAKEN = Duration.ofSeconds(60);
    /** Waiting ones that are told apart: half a day. Beyond it the oldest is given up as lost. */
    static final int MAX_WAITING = 4_320;

    private static final int MAX_SEEN = 1_000;
    private static final int LOOKS_BEFORE_LOST = 2;

    private final String run;
    private final long everyNanos;
    private final long lateNanos;
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private final Map<String, Integer> seen = new LinkedHashMap<>();
    private long sent;
    private long found;
    private long lost;
    private long duplicates;
    private long delayNanos;
    private long lastSentNanos = Long.MIN_VALUE;
    /** When the newest one was sent that was found. */
    private long overtakenBefore = Long.MIN_VALUE;

    private static final class Waiting {
        private final long sentNanos;
        private int missed;

        private Waiting(long sentNanos) {
            this.sentNanos = sentNanos;
        }
    }

    /**
     * A canary of one run of the collector.
     *
     * @param run tells the numbers of this run from those before
     * @param every between two entries
     * @param lateAfter how long one may take
     */
    public Canary(String run, Duration every, Duration lateAfter) {
        this.run = run;
        this.everyNanos = every.toNanos();
        this.lateNanos = lateAfter.toNanos();
    }

    /** Whether the next one is to be sent. */
    public synchronized boolean isDue(long nowNanos) {
        return lastSentNanos == Long.MIN_VALUE
                || nowNanos - lastSentNanos >= everyNanos
                || nowNanos < lastSentNanos; // the clock was set back
    }

    /** Name of the next one. */
    public synchronized String next() {
        return run + "-" + (sent + 1);
    }

    /** Notes that {@link #next} is in the journal, or that the journal did not take it: then it is as good as waiting. */
    public synchronized void sent(long nowNanos) {
        sent++;
        lastSentNanos = nowNanos;
        waiting.put(sent, new Waiting(nowNanos));
        if (waiting.size() > MAX_WAITING) {
            waiting.pollFirstEntry();
            lost++;
        }
    }

    /** Whether somebody should search now: one waits. */
    public synchronized boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** From when on to search. */
    public synchronized long sinceNanos(long nowNanos) {
        long recent = nowNanos - LOOKED_AT.toNanos();
        return waiting.isEmpty()
                ? recent
                : Math.min(recent, waiting.firstEntry().getValue().sentNanos);
    }

    /**
     * Takes what a search has found.
     *
     * @param names of all canaries that can be searched, with how often each is there
     * @return how long those took that were found for the first time, in nanoseconds
     */
    public synchronized List<Long> searched(long nowNanos, Map<String, Integer> names) {
        List<Long> delays = new ArrayList<>();
        names.forEach((name, count) -> {
            int before = seen.getOrDefault(name, 0);
            if (count > before) {
                seen.put(name, count);
                duplicates += count - Math.max(1, before);
            }
            Waiting one = waiting.remove(number(name));
            if (one != null) {
                found++;
                delayNanos = Math.max(0, nowNanos - one.sentNanos);
                delays.add(delayNanos);
                overtakenBefore = Math.max(overtakenBefore, one.sentNanos);
            }
        });
        giveUp(nowNanos);
        while (seen.size() > MAX_SEEN) {
            seen.remove(seen.keySet().iterator().next());
        }
        return delays;
    }

    private void giveUp(long nowNanos) {
        Iterator<Waiting> oldestFirst = waiting.values().iterator();
        while (oldestFirst.hasNext()) {
            Waiting one = oldestFirst.next();
            if (one.sentNanos >= overtakenBefore || nowNanos - one.sentNanos < OVERTAKEN.toNanos()) {
                return;
            }
            if (++one.missed >= LOOKS_BEFORE_LOST) {
                oldestFirst.remove();
                lost++;
            }
        }
    }

    private long number(String name) {
        if (!name.startsWith(run + "-")) {
            return -1;
        }
        try {
            return Long.parseLong(name.substring(run.length() + 1));
        } catch (NumberFormatException e) {
            return -1; // somebody else's words
        }
    }

    /** How it fares. */
    public synchronized CanaryView view(long nowNanos) {
        long wait = waiting.isEmpty()
                ? 0
                : Math.max(0, nowNanos - waiting.firstEntry().getValue().sentNanos);
        return new CanaryView(sent, found, lost, duplicates, delayNanos, wait, wait > lateNanos);
    }
}
