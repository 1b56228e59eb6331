package io.failsight.engine.incident;

import io.failsight.core.Changes;
import io.failsight.core.Correlator;
import io.failsight.core.cluster.ClusterState;
import io.failsight.core.incident.Incident;
import io.failsight.engine.ledger.LedgerException;
import io.failsight.engine.signal.SignalLog;
import io.failsight.engine.signal.SignalSink;
import io.failsight.model.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The thread that owns the core. It first reads the retained signals back, then takes what the door stored, moves time each second, and lets the
 * {@link IncidentBook} store what came of it. New incidents and changes of state are stored at once, everything else with the next second. When the
 * ledger fails, what is to be stored stays and is tried each second. Thread-safe.
 */
public final class Correlation implements SignalSink, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Correlation.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);
    /** Requests that wait for the core, 512 signals each at most; the door waits when there are more. */
    private static final int MAX_WAITING = 256;

    private final Correlator core;
    private final SignalLog signals;
    private final IncidentBook book;
    private final Audience audience;
    private final InstantSource clock;
    private final Retention retention;
    private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private final CoreTime time;
    private long lastTold = Long.MIN_VALUE / 2;
    private final LongAdder bugs = new LongAdder();
    private final Set<String> restless = new HashSet<>();
    private final Set<String> withdrawn = new HashSet<>();
    private boolean dirty;
    private volatile boolean ready;
    private volatile boolean stopped;

    /**
     * How long signals are kept.
     *
     * @param age beyond it they are removed, but for the latest of each subject
     * @param most number beyond which the oldest go; 500,000 take about 400 MB
     */
    public record Retention(Duration age, int most) {}

    private sealed interface Task {
        record Arrived(List<Signal> signals) implements Task {}

        record Asked(Runnable question) implements Task {}
    }

    public Correlation(
            Correlator core,
            SignalLog signals,
            IncidentBook book,
            Audience audience,
            InstantSource clock,
            Retention retention) {
        this.core = core;
        this.signals = signals;
        this.book = book;
        this.audience = audience;
        this.clock = clock;
        this.retention = retention;
        this.time = new CoreTime(clock, System::nanoTime);
        this.thread = Thread.ofPlatform().name("correlation").daemon().unstarted(this::run);
    }

    /** Begins with the signals that the ledger retained. */
    public void start() {
        thread.start();
    }

    @Override
    public void offer(List<Signal> arrived) {
        put(new Task.Arrived(arrived));
    }

    /** Asks the core something; the answer comes when the thread gets to it. */
    public <T> CompletableFuture<T> ask(Function<Correlator, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable asked = () -> {
            try {
                answer.complete(question.apply(core));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        };
        if (!tasks.offer(new Task.Asked(asked))) {
            answer.completeExceptionally(new IllegalStateException("too many signals and questions wait"));
        }
        return answer;
    }

    private void put(Task task) {
        try {
            while (!stopped && !tasks.offer(task, TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("the core is behind; the door waits");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the ledger has them; the next start reads them back
        }
    }

    /** Whether the retained signals are read back. */
    public boolean isReady() {
        return ready;
    }

    /** How often the core failed by a bug; it goes on without what it failed on. */
    public long bugs() {
        return bugs.sum();
    }

    private void run() {
        readBack();
        long nextTick = System.nanoTime();
        long nextPrune = nextTick;
        while (!stopped) {
            try {
                Task task = tasks.poll(Math.max(0, nextTick - System.nanoTime()), TimeUnit.NANOSECONDS);
                boolean urgent = task != null && work(task);
                boolean tick = System.nanoTime() - nextTick >= 0;
                if (tick) {
                    nextTick = System.nanoTime() + TICK.toNanos();
                    urgent |= note(guarded(this::moveTime));
                }
                if (urgent || tick) {
                    settle(withdrawnByCore());
                }
                if (System.nanoTime() - nextPrune >= 0) {
                    nextPrune = System.nanoTime() + PRUNE_EVERY.toNanos();
                    prune();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Changes moveTime() {
        long now = Nanos.of(time.now());
        boolean wasSetBack = lastTold - now > CoreTime.TOLERANCE.toNanos();
        lastTold = now;
        return wasSetBack ? core.setBack(now) : core.advance(now);
    }

    private void readBack() {
        while (!stopped) {
            try {
                book.load(clock.instant());
                signals.replay(some -> guarded(() -> core.accept(some)));
                moveTime();
                dirty = true;
                settle(_ -> true);
                ready = true;
                return;
            } catch (LedgerException e) {
                LOG.error("the retained signals cannot be read back; trying again: " + e.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.SECONDS.sleep(TICK.toSeconds());
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    /** Does one task and those that wait behind it; whether something of it must be stored at once. */
    private boolean work(Task first) {
        List<Task> waiting = new ArrayList<>(List.of(first));
        tasks.drainTo(waiting);
        List<Signal> arrived = new ArrayList<>();
        List<Runnable> questions = new ArrayList<>();
        for (Task task : waiting) {
            switch (task) {
                case Task.Arrived(List<Signal> some) -> arrived.addAll(some);
                case Task.Asked(Runnable question) -> questions.add(question);
            }
        }
        boolean urgent = !arrived.isEmpty() && note(guarded(() -> core.accept(arrived)));
        questions.forEach(Runnable::run);
        return urgent;
    }

    private Changes guarded(Supplier<Changes> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            bugs.increment();
            LOG.error("the core failed by a bug; it goes on without what it failed on", e);
            return Changes.NONE;
        }
    }

    private boolean note(Changes changes) {
        if (changes.isEmpty()) {
            return false;
        }
        restless.addAll(changes.clusters());
        withdrawn.addAll(changes.withdrawn());
        boolean incidents =
                !changes.incidents().isEmpty() || !changes.withdrawn().isEmpty();
        dirty |= incidents;
        return incidents && book.isUrgent(changes.incidents());
    }

    private Predicate<Incident> withdrawnByCore() {
        return incident -> withdrawn.contains(incident.key());
    }

    private void settle(Predicate<Incident> isGone) {
        try {
            if (dirty) {
                List<PublicIncident> changed = book.settle(core.incidents(), isGone, clock.instant());
                dirty = false;
                withdrawn.clear();
                changed.forEach(incident -> {
                    audience.incident(incident);
                    restless.add(incident.incident().cluster());
                });
            }
            if (!restless.isEmpty()) {
                for (ClusterState state : core.clusters()) {
                    if (restless.contains(state.name())) {
                        audience.cluster(state, book.openIn(state.name()));
                    }
                }
                restless.clear();
            }
        } catch (LedgerException e) {
            LOG.error("incidents were not stored; trying again: " + e.getMessage());
        } catch (RuntimeException e) {
            bugs.increment();
            dirty = false;
            LOG.error("what the core found was not stored, by a bug", e);
        }
    }

    private void prune() {
        try {
            Instant before = clock.instant().minus(retention.age());
            int removed = signals.prune(Nanos.of(before), retention.most());
            if (removed > 0) {
                LOG.infof("%d signals from before %s were removed; incidents keep their evidence", removed, before);
            }
        } catch (LedgerException e) {
            LOG.warn("old signals were not removed; trying again in an hour: " + e.getMessage());
        }
    }

    /** Ends after the task at hand. */
    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
