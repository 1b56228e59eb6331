package io.failsight.collector.pipeline;

import io.failsight.collector.canary.Canary;
import io.failsight.collector.canary.CanaryView;
import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.pipeline.control.ControlAnswer;
import io.failsight.collector.pipeline.control.ControlDoor;
import io.failsight.collector.sink.opensearch.CanarySearch;
import io.failsight.collector.watch.Announcer;
import io.failsight.collector.watch.Announcer.Weight;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * Sends the canary through the collector's own intake and looks for it in OpenSearch, on one virtual thread. From the journal on it goes the way of
 * every entry. It is no activity of anybody: receiver {@value Announcer#RECEIVER} is not watched. Thread-safe.
 */
final class CanaryWatch implements AutoCloseable {
    /** The entries' source; the engine leaves them out of searches that do not name the canary. */
    static final String SOURCE = Announcer.RECEIVER + "/canary";
    /** Attribute that names each entry; the pack failsight knows the sentence. */
    static final String KEY = "canary";

    private static final Logger LOG = Logger.getLogger(CanaryWatch.class);
    private static final Duration LATE_AFTER = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration LOOK_WHEN_AWAY = Duration.ofSeconds(2);
    private static final Duration LOOK_FOR_COPIES = Duration.ofSeconds(10);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final String TOPIC = "canary-state";
    private static final String FINE = "fine";

    private final BatchConsumer intake;
    private final CanarySearch search;
    private final Announcer announcer;
    private final InstantSource clock;
    private final Canary canary;
    private final Thread thread;
    private volatile LongConsumer delays = delay -> {};
    private long toldLost;
    private long toldDuplicates;

    /** @param every between two entries */
    CanaryWatch(BatchConsumer intake, CanarySearch search, Announcer announcer, InstantSource clock, Duration every) {
        this.intake = intake;
        this.search = search;
        this.announcer = announcer;
        this.clock = clock;
        this.canary = new Canary(Long.toString(clock.millis(), Character.MAX_RADIX), every, LATE_AFTER);
        this.thread = Thread.ofVirtual().name("canary").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** How it fares now. */
    CanaryView view() {
        return canary.view(announcer.nowNanos());
    }

    /** Names who wants to know how long each took, in nanoseconds. */
    void listen(LongConsumer newDelays) {
        delays = newDelays;
    }

    /** What an engine is told. Durations are seconds. */
    record Answer(
            boolean late,
            long sent,
            long found,
            long lost,
            long duplicates,
            double delaySeconds,
            double waitingSeconds) {}

    void register(ControlDoor door) {
        door.get("canary", question -> {
            CanaryView view = view();
            return ControlAnswer.ok(new Answer(
                    view.late(),
                    view.sent(),
                    view.found(),
                    view.lost(),
                    view.duplicates(),
                    seconds(view.delayNanos()),
                    seconds(view.waitingNanos())));
        });
    }

    private static double seconds(long nanos) {
        return Math.round(nanos / 1e6) / 1e3;
    }

    private void run() {
        long nextLook = System.nanoTime();
        try {
            while (true) {
                try {
                    if (canary.isDue(announcer.nowNanos())) {
                        send();
                    }
                    if (System.nanoTime() - nextLook >= 0) {
                        boolean answered = look();
                        Duration wait = !answered ? LOOK_WHEN_AWAY : canary.isWaiting() ? STEP : LOOK_FOR_COPIES;
                        nextLook = System.nanoTime() + wait.toNanos();
                    }
                    tell();
                } catch (RuntimeException e) {
                    LOG.error("a bug kept the canary from flying; tried again in a moment", e);
                    Thread.sleep(LOOK_FOR_COPIES);
                }
                Thread.sleep(STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() {
        Instant now = clock.instant();
        String line = "{\"@timestamp\":\"" + now
                + "\",\"level\":\"DEBUG\",\"logger\":\"io.failsight.collector.canary\"," + "\"message\":\"Canary "
                + canary.next() + " passes\",\"" + KEY + "\":\"" + canary.next() + "\"}";
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        long nanos = announcer.nowNanos();
        BatchHeader header = new BatchHeader(Content.JSON, Framing.LINES, Announcer.RECEIVER, SOURCE, "", nanos, 1, "");
        intake.accept(new Batch(header, bytes, 0, bytes.length), PATIENCE);
        canary.sent(nanos); // what the journal refuses is late, too, and then lost
    }

    private boolean look() {
        try {
            long since = canary.sinceNanos(announcer.nowNanos()) / 1_000_000 - 1_000;
            Map<String, Integer> names = search.find(since);
            canary.searched(announcer.nowNanos(), names).forEach(delays::accept);
            return true;
        } catch (IOException e) {
            LOG.debugf("the canary cannot be looked for: %s", e.getMessage());
            return false;
        }
    }

    /** People see it in the status at once; these entries say since when. */
    private void tell() {
        CanaryView view = view();
        boolean told =
                !announcer.state(TOPIC).isEmpty() && !announcer.state(TOPIC).equals(FINE);
        long now = announcer.nowNanos();
        if (view.late() && !told) {
            announcer.say(
                    TOPIC,
                    "late",
                    Weight.ERROR,
                    now,
                    "Canary is late: what was received " + whole(view.waitingNanos())
                            + " s ago cannot be searched yet; see './failsight status'",
                    Map.of());
        } else if (!view.late() && told && view.found() > 0) {
            announcer.say(
                    TOPIC,
                    FINE,
                    Weight.INFO,
                    now,
                    String.format(
                            Locale.ROOT,
                            "Canary is in time again: searchable after %.1f s",
                            seconds(view.delayNanos())),
                    Map.of());
        }
        if (view.lost() > toldLost) {
            String sentence = "Canary was lost: " + view.lost() + " of " + view.sent()
                    + " did not come, though later ones did; entries may be missing from the index";
            toldLost = announcer.say("canary-lost", "lost", Weight.ERROR, now, sentence, Map.of())
                    ? view.lost()
                    : toldLost;
        }
        if (view.duplicates() > toldDuplicates) {
            String sentence = "Canary was doubled: " + view.duplicates()
                    + " copies are in the index; entries may be there more than once";
            toldDuplicates = announcer.say("canary-doubled", "doubled", Weight.ERROR, now, sentence, Map.of())
                    ? view.duplicates()
                    : toldDuplicates;
        }
    }

    private static long whole(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
