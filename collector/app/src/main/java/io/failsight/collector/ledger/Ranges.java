package io.failsight.collector.ledger;

import io.failsight.model.Numbering;
import java.util.Arrays;

/**
 * The numbers of one series in one batch, in order of receipt, as runs: a sender that loses nothing has one. Reused; not thread-safe.
 */
public final class Ranges {
    private static final int WORDS = 4;
    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int FIRST_TIME = 2;
    private static final int LAST_TIME = 3;
    /** Runs of a batch; a sender that is wilder than that does not count in earnest, and what follows is left out. */
    private static final int MAX_RUNS = 4_096;

    /** Time of an entry that states none. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private final byte[] series;
    private final Numbering how;
    private long[] words = new long[WORDS * 2];
    private int used;
    private boolean isCut;

    /** @param series name of the series in UTF-8, empty where there is one only */
    public Ranges(Numbering how, byte[] series) {
        this.how = how;
        this.series = series.clone();
    }

    /** Takes the next number. */
    public void take(long number, long timeNanos) {
        int at = used - WORDS;
        if (at >= 0 && words[at + LAST] + 1 == number) {
            words[at + LAST] = number;
            if (timeNanos > words[at + LAST_TIME]) {
                words[at + LAST_TIME] = timeNanos;
            }
            return;
        }
        begin(number, timeNanos);
    }

    private void begin(long number, long timeNanos) {
        if (used == WORDS * MAX_RUNS) {
            isCut = true;
            return;
        }
        if (used == words.length) {
            words = Arrays.copyOf(words, used * 2);
        }
        words[used + FIRST] = number;
        words[used + LAST] = number;
        words[used + FIRST_TIME] = timeNanos;
        words[used + LAST_TIME] = timeNanos;
        used += WORDS;
    }

    /** How the sender counts. */
    public Numbering how() {
        return how;
    }

    /** Name of the series; not to be changed. */
    public byte[] series() {
        return series;
    }

    int runs() {
        return used / WORDS;
    }

    long first(int run) {
        return words[run * WORDS + FIRST];
    }

    long last(int run) {
        return words[run * WORDS + LAST];
    }

    long firstTime(int run) {
        return words[run * WORDS + FIRST_TIME];
    }

    long lastTime(int run) {
        return words[run * WORDS + LAST_TIME];
    }

    /** Whether numbers were left out, so that what follows cannot be compared. */
    boolean isCut() {
        return isCut;
    }

    void clear() {
        used = 0;
        isCut = false;
    }
}
