package io.failsight.collector.pipeline;

import io.failsight.collector.clock.ClockEstimate;
import io.failsight.collector.clock.ClockGrade;
import io.failsight.collector.clock.ClockWatch;
import io.failsight.collector.watch.Announcer;
import io.failsight.collector.watch.Announcer.Weight;
import io.failsight.collector.watch.ClockJump;
import io.failsight.collector.watch.Expectation;
import io.failsight.collector.watch.Poller;
import io.failsight.collector.watch.SilenceWatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * What the collector watches by itself, put together: clocks and silence look by look on one virtual thread, one more for each poller.
 * Thread-safe.
 */
final class OwnSignals implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OwnSignals.class);
    private static final Duration LOOK = Duration.ofSeconds(10);
    /** Pollers beyond it are not started: each one holds a connection and some memory. */
    private static final int MAX_POLLERS = 256;

    private static final String CLOCK = "clock/";
    private static final String OWN_CLOCK = "own-clock";
    private static final String ZONE = "zone/";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Arrivals arrivals;
    private final Announcer announcer;
    private final SilenceWatch silence;
    private final ClockJump jump;
    private final ClockWatch clocks;
    private final GapNews gaps;
    private final LongSupplier readUpTo;
    private final List<Poller> pollers;
    private final Thread thread;
    private volatile Consumer<Map<String, ClockEstimate>> listener = clocks -> {};

    /**
     * @param readUpTo time of receipt up to which all that came was looked at
     * @param nanoTime as {@link System#nanoTime}
     */
    OwnSignals(
            Arrivals arrivals,
            Announcer announcer,
            GapNews gaps,
            List<Expectation> expectations,
            List<Poller> pollers,
            LongSupplier readUpTo,
            LongSupplier nanoTime) {
        this.arrivals = arrivals;
        this.announcer = announcer;
        this.gaps = gaps;
        this.readUpTo = readUpTo;
        this.silence = new SilenceWatch(expectations, announcer, readUpTo);
        this.jump = new ClockJump(announcer::nowNanos, nanoTime);
        Map<String, ClockGrade> grades = new HashMap<>();
        announcer.states(CLOCK).forEach((node, id) -> ClockGrade.ofId(id).ifPresent(grade -> grades.put(node, grade)));
        this.clocks = new ClockWatch(grades);
        if (pollers.size() > MAX_POLLERS) {
            LOG.errorf(
                    "failsight.yaml names %d checks under watch, only the first %d are made",
                    pollers.size(), MAX_POLLERS);
        }
        this.pollers = pollers.stream().limit(MAX_POLLERS).toList();
        this.thread = Thread.ofVirtual().name("own-signals").unstarted(this::run);
    }

    void start() {
        thread.start();
        pollers.forEach(Poller::start);
    }

    /** Names who wants to know the clock of each node that was heard lately, by node, after each look. */
    void listen(Consumer<Map<String, ClockEstimate>> newListener) {
        listener = newListener;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                try {
                    look();
                } catch (RuntimeException e) {
                    LOG.error("a bug kept clocks and silence from being looked at; tried again in a moment", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks at all clocks and sources once. */
    void look() {
        lookAtOwnClock();
        silence.look();
        gaps.look(readUpTo.getAsLong());
        long now = announcer.nowNanos();
        Map<String, ClockEstimate> nodes = new TreeMap<>();
        for (Arrival sender : arrivals.all()) {
            ClockEstimate estimate = sender.clock().estimate(now);
            nodes.merge(sender.node(), estimate, ClockWatch::better);
            zone(sender, estimate, now);
        }
        listener.accept(nodes);
        for (ClockWatch.Change change : clocks.look(nodes)) {
            if (tell(change, now)) {
                clocks.told(change);
            }
        }
    }

    /** Times of receipt jump with it, and so do all estimates of other clocks: people must know why. */
    private void lookAtOwnClock() {
        long nanos = jump.look();
        if (nanos != 0) {
            silence.clockWasSet();
            long now = announcer.nowNanos();
            String sentence = "Clock of this machine was set " + (nanos > 0 ? "ahead" : "back") + " by "
                    + Math.abs(nanos) / NANOS_PER_SECOND + " s; times of receipt jump by as much";
            announcer.say(OWN_CLOCK, Long.toString(now), Weight.WARN, now, sentence, Map.of());
        }
    }

    /** The pack failsight makes signals of these sentences: change them together. */
    private boolean tell(ClockWatch.Change change, long now) {
        long offset = change.estimate().clockNanos();
        boolean together = change.grade() == ClockGrade.TOGETHER;
        String sentence = together
                ? "Clock of " + change.node() + " is together again"
                : "Clock of " + change.node() + " is apart by " + offset + " ns, give or take "
                        + change.estimate().uncertaintyNanos() + " ns: "
                        + change.grade().id();
        Weight weight = switch (change.grade()) {
            case TOGETHER -> Weight.INFO;
            case WARNING -> Weight.WARN;
            case CRITICAL -> Weight.ERROR;
        };
        Map<String, String> details = together ? Map.of() : Map.of("clock-offset", seconds(offset));
        return announcer.say(CLOCK + change.node(), change.grade().id(), weight, now, sentence, details);
    }

    /** A wrong zone is a setting of Failsight or of the sender, and no fault of the clock: said once, without a signal. */
    private void zone(Arrival sender, ClockEstimate estimate, long now) {
        long minutes = estimate.zoneNanos() / NANOS_PER_SECOND / 60;
        String told = announcer.state(ZONE + sender.source());
        if (estimate.isKnown() && !told.equals(Long.toString(minutes)) && (minutes != 0 || !told.isEmpty())) {
            String sentence = minutes == 0
                    ? "Time zone of " + sender.source() + " is right again"
                    : "Time zone of " + sender.source() + " is taken wrong by " + minutes
                            + " minutes: its lines state no zone; set time-zone in failsight.yaml, or let the sender state it";
            announcer.say(ZONE + sender.source(), Long.toString(minutes), Weight.WARN, now, sentence, Map.of());
        }
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%+.3f s", nanos / (double) NANOS_PER_SECOND);
    }

    @Override
    public void close() {
        thread.interrupt();
        pollers.forEach(Poller::close);
    }
}
