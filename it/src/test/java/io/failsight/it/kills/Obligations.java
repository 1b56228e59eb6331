package io.failsight.it.kills;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * A sender that repeats a package of numbered records until it is acknowledged, and remembers what was: each is an obligation. What it had to send more than
 * once may rightly be there more than once. One thread.
 */
abstract class Obligations implements AutoCloseable {
    static final int RECORDS = 20;

    private final Set<Integer> acknowledged = new HashSet<>();
    private final Set<Integer> repeated = new HashSet<>();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean failed;

    Obligations(String name) {
        thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    final void start() {
        thread.start();
    }

    /**
     * Sends records {@code from} to {@code from + RECORDS - 1} once.
     *
     * @return whether all of them were acknowledged
     */
    abstract boolean send(int from) throws IOException, InterruptedException;

    private void run() {
        try {
            for (int from = 0; !stopping; from += RECORDS) {
                while (!isSent(from)) {
                    note(repeated, from);
                    Thread.sleep(50);
                }
                note(acknowledged, from);
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            failed = true;
        }
    }

    private boolean isSent(int from) throws InterruptedException {
        try {
            return send(from);
        } catch (IOException e) {
            return false;
        }
    }

    private static void note(Set<Integer> set, int from) {
        for (int i = from; i < from + RECORDS; i++) {
            set.add(i);
        }
    }

    /** Stops after the package under way was answered; gives the numbers of all acknowledged records. */
    final Set<Integer> stop() throws InterruptedException {
        stopping = true;
        thread.join(60_000);
        if (thread.isAlive() || failed) {
            throw new AssertionError("the last package of " + thread.getName() + " was not answered within a minute");
        }
        return acknowledged;
    }

    /** Numbers of records that were sent more than once; after {@link #stop}. */
    final Set<Integer> repeated() {
        return repeated;
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
    }
}
