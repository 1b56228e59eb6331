package io.failsight.collector.ledger;

/**
 * How often a source speaks, learned from the pauses between its batches: a histogram of powers of the square root of two, which forgets slowly. Used
 * under the ledger's lock. Durations are nanoseconds.
 */
final class Rhythm {
    private static final int BUCKETS = 40;
    private static final double FIRST_NANOS = 100e6;
    /** Pauses that must be known before a longer one means something. */
    private static final int MIN_PAUSES = 30;

    private static final long MIN_LEARNED_NANOS = 300_000_000_000L;
    /** At this many pauses each counts half. */
    private static final int FORGETTING_PAUSES = 20_000;
    /** Shorter quiet is never told: the network may have paused. */
    private static final long MIN_QUIET_NANOS = 30_000_000_000L;
    /** A source that pauses longer than this by itself has no rhythm to speak of. */
    private static final long MAX_QUIET_NANOS = 1_800_000_000_000L;

    private static final double PATIENCE = 3;
    /** One of so many silences is taken for a new rhythm. */
    private static final int BREAKS_OF_A_CHANGE = 4;

    private final int[] counts = new int[BUCKETS];
    private int total;
    private long learnedNanos;
    private long heardNanos = Long.MIN_VALUE;
    private int breaks;
    private long allowed;

    /** Notes that it spoke. */
    void heard(long receivedNanos) {
        if (heardNanos != Long.MIN_VALUE && receivedNanos > heardNanos) {
            learn(receivedNanos - heardNanos);
        }
        heardNanos = Math.max(heardNanos, receivedNanos);
    }

    /** A silence is no rhythm; only when it comes again and again it is. */
    private void learn(long pause) {
        if (isLearned() && pause > allowed && ++breaks % BREAKS_OF_A_CHANGE != 0) {
            return;
        }
        int bucket = bucket(pause);
        counts[bucket]++;
        learnedNanos += pause;
        if (++total >= FORGETTING_PAUSES) {
            forget();
        }
        if (counts[bucket] == 1 || total % 64 == 0) {
            measure();
        }
    }

    private void measure() {
        allowed = Math.max(MIN_QUIET_NANOS, (long) (PATIENCE * longestNanos()));
    }

    private static int bucket(long nanos) {
        if (nanos <= FIRST_NANOS) {
            return 0;
        }
        return Math.min(BUCKETS - 1, 1 + (int) (2 * Math.log(nanos / FIRST_NANOS) / Math.log(2)));
    }

    private void forget() {
        total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] /= 2;
            total += counts[i];
        }
    }

    /** Whether the pauses say when it should have spoken. */
    boolean isLearned() {
        return total >= MIN_PAUSES && learnedNanos >= MIN_LEARNED_NANOS && allowed <= MAX_QUIET_NANOS;
    }

    /** How long it may be quiet before that is told; meaningful when {@link #isLearned}. */
    long allowedNanos() {
        return allowed;
    }

    /** Upper end of the longest pauses that were no single exception. */
    private double longestNanos() {
        int rest = total / 500; // one pause of five hundred may be an accident
        int bucket = BUCKETS - 1;
        while (bucket > 0 && counts[bucket] <= rest) {
            rest -= counts[bucket];
            bucket--;
        }
        return FIRST_NANOS * Math.pow(2, bucket / 2.0);
    }

    /** Half of its pauses are shorter. */
    long usualNanos() {
        int below = 0;
        for (int i = 0; i < BUCKETS; i++) {
            below += counts[i];
            if (below * 2 > total) {
                return (long) (FIRST_NANOS * Math.pow(2, i / 2.0));
            }
        }
        return 0;
    }

    void write(Line line) {
        int used = BUCKETS;
        while (used > 0 && counts[used - 1] == 0) {
            used--;
        }
        line.add(heardNanos).add(learnedNanos).add(used);
        for (int i = 0; i < used; i++) {
            line.add(counts[i]);
        }
    }

    void read(Line.Reader line) {
        heardNanos = line.number();
        learnedNanos = line.number();
        int used = (int) Math.min(line.number(), BUCKETS);
        for (int i = 0; i < used; i++) {
            counts[i] = (int) line.number();
            total += counts[i];
        }
        measure();
    }
}
