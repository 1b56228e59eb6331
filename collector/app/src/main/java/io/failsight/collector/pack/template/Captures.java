package io.failsight.collector.pack.template;

/**
 * What a template found: spans by the number of the capture, and the time if it captured one. Reused for every match; not
 * thread-safe.
 */
public final class Captures {
    /** Most captures of one template, optional ones included. */
    public static final int MAX_CAPTURES = 32;
    /**
     * Most bytes that all templates together look at for one entry. A text that needs more, such as a stack trace without the
     * looked-for word, counts as not matched; without a limit one sender could hold up all others.
     */
    public static final int MAX_STEPS = 1 << 18;

    private final int[] slots = new int[MAX_CAPTURES];
    private final int[] froms = new int[MAX_CAPTURES];
    private final int[] tos = new int[MAX_CAPTURES];
    private final TimeFields time = new TimeFields();
    private int size;
    private int steps = MAX_STEPS;

    /** Gives a new entry its full number of steps. */
    public void startEntry() {
        steps = MAX_STEPS;
        size = 0;
    }

    /** Number of captures found. */
    public int size() {
        return size;
    }

    /** Number of the capture in its template, from 0. */
    public int slot(int index) {
        return slots[index];
    }

    /** Where the captured span starts. */
    public int from(int index) {
        return froms[index];
    }

    /** Where the captured span ends (exclusive). */
    public int to(int index) {
        return tos[index];
    }

    /** The fields of the time that was captured last. */
    public TimeFields time() {
        return time;
    }

    void clear() {
        size = 0;
    }

    void truncate(int newSize) {
        size = newSize;
    }

    void add(int slot, int from, int to) {
        slots[size] = slot;
        froms[size] = from;
        tos[size++] = to;
    }

    /** Takes steps off the budget; false when it is used up. */
    boolean spend(int count) {
        steps -= count;
        return steps >= 0;
    }
}
