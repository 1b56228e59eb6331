package io.failsight.it.kills;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Kills one part again and again: while it works, in the middle of its start, in the middle of its stop, and now and then all parts at one moment. One
 * thread for each part.
 */
final class Executioner {
    private final Victim victim;
    private final List<Victim> all;
    private final Tally tally;
    private final Random random;
    private final Runnable beforeKill;
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    /** Kills of all executioners together, by the moment that they came at. Thread-safe. */
    static final class Tally {
        private final int wanted;
        final AtomicInteger working = new AtomicInteger();
        final AtomicInteger starting = new AtomicInteger();
        final AtomicInteger stopping = new AtomicInteger();
        final AtomicInteger together = new AtomicInteger();

        Tally(int kills) {
            wanted = kills;
        }

        private boolean isWhole() {
            return kills() >= wanted;
        }

        int kills() {
            return working.get() + starting.get() + stopping.get() + together.get();
        }

        @Override
        public String toString() {
            return kills() + " kills (" + working + " at work, " + starting + " in the middle of a start, " + stopping
                    + " in the middle of a stop, " + together + " of all parts at one moment)";
        }
    }

    /**
     * Begins at once; the parts must run.
     *
     * @param all every part, for power cuts
     * @param beforeKill something to be done just before
     */
    Executioner(Victim victim, List<Victim> all, Tally tally, long seed, Runnable beforeKill) {
        this.victim = victim;
        this.all = all;
        this.tally = tally;
        this.random = new Random(seed);
        this.beforeKill = beforeKill;
        this.thread = Thread.ofPlatform().name("executioner-" + victim.name()).start(this::run);
    }

    private void run() {
        try {
            while (!tally.isWhole()) {
                int chance = random.nextInt(100);
                if (chance < 55) {
                    atWork(List.of(victim), tally.working);
                } else if (chance < 60) {
                    atWork(all, tally.together);
                } else if (chance < 80) {
                    Thread.sleep(100 + random.nextInt(2_500)); // the moment of the kill, not a wait for something
                    kill(List.of(victim), tally.starting);
                } else {
                    whileStopping();
                }
                if (!victim.isAlive()) {
                    victim.launch();
                }
            }
            if (!victim.awaitReady()) {
                victim.launch(); // by the last power cut of another
                victim.awaitReady();
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void atWork(List<Victim> victims, AtomicInteger count) throws Exception {
        if (victim.awaitReady()) {
            Thread.sleep(500 + random.nextInt(4_000));
        }
        kill(victims, count);
    }

    private void whileStopping() throws Exception {
        if (victim.awaitReady()) {
            Thread.sleep(500 + random.nextInt(2_000));
            victim.terminate();
            Thread.sleep(random.nextInt(400));
        }
        kill(List.of(victim), tally.stopping);
    }

    private void kill(List<Victim> victims, AtomicInteger count) throws InterruptedException {
        beforeKill.run();
        int killed = 0;
        for (Victim each : victims) {
            killed += each.kill9() ? 1 : 0;
        }
        count.addAndGet(killed);
    }

    /** Waits until all kills are done and the part is ready again. */
    void join() throws InterruptedException {
        thread.join();
        if (failure != null) {
            throw new AssertionError("the executioner of " + victim.name() + " failed", failure);
        }
    }
}
