package io.failsight.collector.watch;

import io.failsight.collector.watch.Announcer.Weight;
import io.failsight.settings.reach.Reach;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Asks one target again and again and says when it changes, and how it is at first; what was said before a restart is not repeated. Good news counts
 * at once, bad news when it was so twice in a row, dated to the first time. One virtual thread.
 */
public final class Poller implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Poller.class);
    /** A question may take no longer. */
    static final Duration TIMEOUT = Duration.ofSeconds(4);

    private static final int MISSES = 2;
    private static final String WELL = "well";
    private static final String UNWELL = "unwell";
    private static final String IDLE = "idle";
    private static final String AWAY = "away";

    private final Target target;
    private final Announcer announcer;
    private final Questions questions;
    private final Thread thread;
    private volatile boolean stopping;
    private String suspected = "";
    private int times;
    private long sinceNanos;

    /** A poller, not started. */
    public Poller(Target target, Announcer announcer, Reach reach) {
        this(target, announcer, TIMEOUT, reach);
    }

    Poller(Target target, Announcer announcer, Duration timeout, Reach reach) {
        this.target = target;
        this.announcer = announcer;
        this.questions = new Questions(target, timeout, reach);
        this.thread = Thread.ofVirtual().name("watch-" + target.node()).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                long asked = System.nanoTime();
                askInSpiteOfBugs();
                Duration left = target.every().minusNanos(System.nanoTime() - asked);
                Thread.sleep(left.isPositive() ? left : Duration.ofMillis(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askInSpiteOfBugs() throws InterruptedException {
        try {
            long now = announcer.nowNanos();
            take(questions.ask(), now);
            licence(now);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a bug kept %s from being asked; tried again", target.name());
            Thread.sleep(TIMEOUT);
        }
    }

    private void take(Finding finding, long now) {
        String state = state(finding);
        if (!state.equals(suspected)) {
            suspected = state;
            times = 0;
            sinceNanos = now;
        }
        times++;
        boolean certain = state.equals(WELL) || times >= MISSES;
        if (certain && !announcer.state(topic()).equals(state)) {
            say(finding, state);
        }
    }

    private static String state(Finding finding) {
        return switch (finding) {
            case Finding.Well well -> WELL;
            case Finding.Idle idle -> IDLE;
            case Finding.Unwell unwell -> UNWELL;
            case Finding.Away away -> AWAY;
        };
    }

    private String topic() {
        return "watch/" + target.node() + "/" + target.name();
    }

    /** The pack failsight makes signals of these sentences: change them together. */
    private void say(Finding finding, String state) {
        String check = "Check " + target.name() + " of " + target.node();
        String sentence = switch (finding) {
            case Finding.Well well ->
                target instanceof Target.SafeKitReady ready
                        ? "Module " + ready.module() + " of " + target.node() + " serves"
                        : check + " answers";
            case Finding.Idle idle ->
                target instanceof Target.SafeKitReady ready
                        ? "Module " + ready.module() + " of " + target.node() + " does not serve: " + idle.reason()
                        : check + " answers";
            case Finding.Unwell unwell -> check + " does not answer: " + unwell.reason();
            case Finding.Away away -> check + " reaches nobody: " + away.reason();
        };
        boolean good = finding instanceof Finding.Well || finding instanceof Finding.Idle;
        announcer.say(topic(), state, good ? Weight.INFO : Weight.WARN, sinceNanos, sentence, Map.of());
    }

    private void licence(long now) {
        String topic = "licence/" + target.node();
        if (questions.isDemo() && announcer.state(topic).isEmpty()) {
            announcer.say(
                    topic,
                    "missing",
                    Weight.WARN,
                    now,
                    "Check " + target.name() + " of " + target.node() + " finds no licence: "
                            + Target.SafeKitLevel.DEMO,
                    Map.of());
        }
    }

    @Override
    public void close() {
        stopping = true;
        if (thread.getState() != Thread.State.NEW) {
            thread.interrupt();
            try {
                thread.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
