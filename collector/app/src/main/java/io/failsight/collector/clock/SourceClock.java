package io.failsight.collector.clock;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Estimates the clock of one source from the lowest (receipt - written time) of each half minute. Thread-safe; giving the same arrivals
 * again, in any order, changes nothing but the count.
 *
 * <p>The newest half minutes count alone when they agree, so that a clock that was set right shows after two minutes; else the last {@value
 * #SLOTS} with anything in them, at most two hours. A value that lies within a second of right is believed at once. Any other must
 * come again: ahead in another half minute, behind in two others and over a minute, since the lines of an old log or of a sender's backlog are
 * behind too, but each by another span.
 */
public final class SourceClock {
    static final int SLOTS = 16;
    static final long SLOT_NANOS = 30_000_000_000L;

    private static final int RECENT = 4;
    private static final long MAX_AGE_SLOTS = 240; // two hours
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long MICRO = 1_000L;
    /** Near enough to right to be believed at once. */
    private static final long PLAUSIBLE_NANOS = SECOND;
    /** Two half minutes say the same when they differ by no more than this and the step of the written time. */
    private static final long AGREEMENT_NANOS = SECOND / 2;
    /** Shortest delay of a line from being written to being received, at most: network, sender's buffer, poll of a file. */
    private static final long DELAY_NANOS = 100 * MILLI;
    /** The fewer lines, the less likely that one of them came without waiting in its sender. */
    private static final long FEW_LINES_NANOS = 2 * SECOND;
    /** A clock is behind only when so many lines say so. */
    private static final long MIN_LINES_BEHIND = 20;
    /** A quartz clock runs away by no more than this: 100 ppm. */
    private static final long DRIFT_PER_SECOND = 100 * MICRO;

    private static final long QUARTER_HOUR = 900 * SECOND;
    /** A wrong zone is off by whole quarter hours and no more than this of true offset. */
    private static final long ZONE_SLACK = 60 * SECOND;
    /** From UTC-12 to UTC+14 there are 26 hours. */
    private static final long MAX_QUARTERS = 104;

    private final ReentrantLock lock = new ReentrantLock();
    private final long[] slots = new long[SLOTS];
    private final long[] lowest = new long[SLOTS];
    private final int[] counts = new int[SLOTS];
    private int used;
    private int newest;
    private long resolution = SECOND;
    private boolean zoneAssumed;

    /**
     * Takes the arrivals of one batch.
     *
     * @param receivedNanos when they arrived
     * @param latestNanos the latest time written in them
     * @param count how many there were
     * @param assumed whether the zone or the year of that time was filled in
     */
    public void observe(long receivedNanos, long latestNanos, int count, boolean assumed) {
        long delta = receivedNanos - latestNanos;
        long slot = Math.floorDiv(receivedNanos, SLOT_NANOS);
        lock.lock();
        try {
            zoneAssumed = assumed;
            if (latestNanos % resolution != 0) {
                resolution = latestNanos % MILLI == 0 ? MILLI : latestNanos % MICRO == 0 ? MICRO : 1;
            }
            int at = place(slot);
            if (at >= 0) {
                lowest[at] = Math.min(lowest[at], delta);
                counts[at] = (int) Math.min(Integer.MAX_VALUE, (long) counts[at] + count);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Index of the slot; the oldest gives way to a new one; -1 for one that is older than all. */
    private int place(long slot) {
        if (used > 0 && slots[newest] == slot) {
            return newest;
        }
        int oldest = 0;
        for (int i = 0; i < used; i++) {
            if (slots[i] == slot) {
                return i;
            }
            oldest = slots[i] < slots[oldest] ? i : oldest;
        }
        if (used == SLOTS && slot < slots[oldest]) {
            return -1;
        }
        int at = used < SLOTS ? used++ : oldest;
        slots[at] = slot;
        lowest[at] = Long.MAX_VALUE;
        counts[at] = 0;
        if (slots[newest] <= slot) {
            newest = at;
        } else if (at == newest) {
            newest = latest();
        }
        return at;
    }

    private int latest() {
        int best = 0;
        for (int i = 1; i < used; i++) {
            best = slots[i] > slots[best] ? i : best;
        }
        return best;
    }

    /** Step of the times as the source writes them, as far as was seen: 1 s, 1 ms, 1 us or 1 ns. */
    public long resolutionNanos() {
        lock.lock();
        try {
            return resolution;
        } finally {
            lock.unlock();
        }
    }

    /** What is known at that time of the collector's clock. */
    public ClockEstimate estimate(long nowNanos) {
        lock.lock();
        try {
            Slot[] all = sorted();
            Slot[] recent = Arrays.copyOfRange(all, Math.max(0, all.length - RECENT), all.length);
            if (recent.length == RECENT && spread(recent) <= tolerance() && isEnough(recent)) {
                return of(recent, lowestOf(recent), nowNanos);
            }
            Slot[] byLowest = all.clone();
            Arrays.sort(byLowest, (a, b) -> Long.compare(a.lowest, b.lowest));
            for (int i = 0; i < byLowest.length; i++) {
                if (isPlausible(byLowest[i]) || isBorneOut(byLowest, i)) {
                    return of(all, byLowest[i], nowNanos);
                }
            }
            return ClockEstimate.unknown(resolution);
        } finally {
            lock.unlock();
        }
    }

    private record Slot(long slot, long lowest, int count) {}

    /** The slots that are not too old, oldest first. */
    private Slot[] sorted() {
        Slot[] all = new Slot[used];
        int count = 0;
        for (int i = 0; i < used; i++) {
            if (slots[i] > slots[newest] - MAX_AGE_SLOTS) {
                all[count++] = new Slot(slots[i], lowest[i], counts[i]);
            }
        }
        Slot[] kept = Arrays.copyOf(all, count);
        Arrays.sort(kept, (a, b) -> Long.compare(a.slot, b.slot));
        return kept;
    }

    private long tolerance() {
        return resolution + AGREEMENT_NANOS;
    }

    private static Slot lowestOf(Slot[] some) {
        Slot low = some[0];
        for (Slot slot : some) {
            low = slot.lowest < low.lowest ? slot : low;
        }
        return low;
    }

    private static long spread(Slot[] some) {
        long high = Long.MIN_VALUE;
        for (Slot slot : some) {
            high = Math.max(high, slot.lowest);
        }
        return high - lowestOf(some).lowest;
    }

    /** A few lines may all have waited; that a source writes ahead of time is not explained by waiting. */
    private boolean isEnough(Slot[] some) {
        Slot low = lowestOf(some);
        return low.lowest < 0 || isPlausible(low) || lines(some) >= MIN_LINES_BEHIND;
    }

    private static long lines(Slot[] some) {
        long lines = 0;
        for (Slot slot : some) {
            lines += slot.count;
        }
        return lines;
    }

    private boolean isPlausible(Slot slot) {
        return slot.lowest >= -PLAUSIBLE_NANOS && slot.lowest <= PLAUSIBLE_NANOS + resolution;
    }

    private boolean isBorneOut(Slot[] byLowest, int index) {
        Slot low = byLowest[index];
        int others = 0;
        long lines = low.count;
        long first = low.slot;
        long last = low.slot;
        for (int i = index + 1; i < byLowest.length && byLowest[i].lowest - low.lowest <= tolerance(); i++) {
            others++;
            lines += byLowest[i].count;
            first = Math.min(first, byLowest[i].slot);
            last = Math.max(last, byLowest[i].slot);
        }
        return low.lowest < 0 ? others >= 1 : others >= 2 && last - first >= 2 && lines >= MIN_LINES_BEHIND;
    }

    private ClockEstimate of(Slot[] used, Slot low, long nowNanos) {
        long age = Math.max(0, nowNanos - low.slot * SLOT_NANOS);
        long drift = age / SECOND * DRIFT_PER_SECOND;
        long delay = DELAY_NANOS + FEW_LINES_NANOS / Math.max(1, lines(used));
        // The true offset is -lowest at least, and more by what the line waited and by what its time was cut.
        long least = -low.lowest - drift;
        long most = -low.lowest + resolution + delay + drift;
        long offset = least + (most - least) / 2;
        return new ClockEstimate(offset, most - offset, zone(offset, most - offset), resolution);
    }

    private long zone(long offset, long uncertainty) {
        long quarters = Math.round((double) offset / QUARTER_HOUR);
        boolean isZone = zoneAssumed
                && quarters != 0
                && Math.abs(quarters) <= MAX_QUARTERS
                && Math.abs(offset - quarters * QUARTER_HOUR) <= ZONE_SLACK + uncertainty;
        return isZone ? quarters * QUARTER_HOUR : 0;
    }
}
