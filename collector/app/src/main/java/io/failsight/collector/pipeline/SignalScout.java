package io.failsight.collector.pipeline;

import io.failsight.collector.journal.JournalReader;
import io.failsight.collector.journal.JournaledBatch;
import io.failsight.collector.pack.SignalDraft;
import io.failsight.collector.signal.Mark;
import io.failsight.collector.signal.SignalFeed;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal for one engine's signals where the pipeline does not: ahead of it while the sink holds it, and behind it after the feed
 * was full or the process died. It rests while the pipeline is at the feed's mark and moves, so that entries are parsed once. One
 * virtual thread.
 */
final class SignalScout implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SignalScout.class);
    /** How often a resting scout looks; a stall is noticed so much later. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Duration IDLE_WAIT = Duration.ofMillis(200);
    private static final Duration BUG_PAUSE = Duration.ofSeconds(5);
    /** A pipeline with something to read that does not move for so long is stalled. */
    private static final long STALL_NANOS = Duration.ofSeconds(1).toNanos();
    /** A pipeline that needs longer than this for what was there is too slow for signals, though it moves. */
    private static final long LAG_NANOS = Duration.ofSeconds(30).toNanos();

    private final JournalReader reader;
    private final SignalFeed feed;
    private final LongSupplier pipeline;
    private final LongSupplier journalEnd;
    private final Supplier<Parsing> parsings;
    private final SignalTap tap;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean working;
    private @Nullable Parsing parsing;
    private long position = -1;
    private long stalledAt = -1;
    private long movedNanos = System.nanoTime();
    private long goal;
    private long goalNanos = System.nanoTime();
    private boolean complained;

    /**
     * A scout, not started.
     *
     * @param reader the feed's own reader; the scout closes it
     * @param tap its own, for that feed
     * @param pipeline offset up to which the pipeline's thread has come
     * @param journalEnd offset behind the last durable batch
     * @param parsings makes decoders and packs for the scout's thread when they are first needed
     */
    SignalScout(
            JournalReader reader,
            SignalFeed feed,
            SignalTap tap,
            LongSupplier pipeline,
            LongSupplier journalEnd,
            Supplier<Parsing> parsings) {
        this.reader = reader.withoutTracking();
        this.feed = feed;
        this.pipeline = pipeline;
        this.journalEnd = journalEnd;
        this.parsings = parsings;
        this.tap = tap;
        this.thread = Thread.ofVirtual().name("signal-scout").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Whether it reads the journal at the moment. */
    boolean isWorking() {
        return working;
    }

    private void run() {
        try {
            while (!stopping) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reader.close();
        }
    }

    private void step() throws InterruptedException {
        try {
            working = isNeeded();
            if (!working) {
                rest();
            } else if (feed.awaitRoom(LOOK)) {
                readOne();
            }
        } catch (UncheckedIOException e) {
            complain(e, "the journal cannot be read for signals; tried again until it can");
            position = -1;
            Thread.sleep(LOOK);
        } catch (RuntimeException e) {
            complain(e, "a bug keeps signals from being made; tried again, and the journal keeps them");
            position = -1;
            Thread.sleep(BUG_PAUSE);
        }
    }

    private boolean isNeeded() {
        long at = pipeline.getAsLong();
        long covered = feed.covered().offset();
        long end = journalEnd.getAsLong();
        long now = System.nanoTime();
        if (at != stalledAt || at >= end) {
            stalledAt = at;
            movedNanos = now;
        }
        if (at >= goal) {
            goal = end;
            goalNanos = now;
        }
        boolean isSlow = now - movedNanos > STALL_NANOS || now - goalNanos > LAG_NANOS;
        return at > covered || covered < end && isSlow;
    }

    private void rest() throws InterruptedException {
        if (position >= 0) {
            position = -1;
            reader.seek(feed.covered().offset()); // lets go of the file
            parsing = null;
        }
        Thread.sleep(LOOK);
    }

    private void readOne() throws InterruptedException {
        Mark from = feed.covered();
        if (position != from.offset()) {
            reader.seek(from.offset());
            position = from.offset();
        }
        JournaledBatch batch = reader.next(IDLE_WAIT);
        if (batch != null) {
            Mark to = new Mark(batch.nextOffset(), batch.recordsBehind());
            tap.begin(batch, from, to);
            parse(batch);
            tap.end(from, to);
            position = to.offset();
        }
    }

    private void parse(JournaledBatch batch) {
        Parsing mine = parsing;
        if (mine == null) {
            mine = parsings.get();
            parsing = mine;
        }
        Parsing tools = mine;
        tools.decode(batch, (entry, recordOffset, recordLength) -> {
            int within = recordOffset - batch.payloadOffset();
            tools.finisher().beforePacks(entry);
            List<SignalDraft> drafts = tools.packs().apply(entry);
            tools.finisher().afterPacks(entry, batch.offsetOfPayload() + within, 0);
            tap.take(entry, drafts, batch, batch.segmentPositionOfPayload() + within, recordLength);
        });
    }

    private void complain(RuntimeException failure, String what) {
        if (!complained) {
            complained = true;
            LOG.error(what, failure);
        }
    }

    @Override
    public void close() {
        stopping = true;
        if (thread.getState() == Thread.State.NEW) {
            reader.close();
            return;
        }
        try {
            if (!thread.join(Duration.ofSeconds(3))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(3));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
