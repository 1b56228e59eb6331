package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.journal.JournalLedger.Sent;
import io.failsight.collector.journal.segment.Segment;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One life of a journal on a simulated disk, the same each time: groups of several sources, segments that roll, routes, readers that
 * commit, a quota that is used up, segments that are compressed and freed, a batch that is destroyed, restarts. The journal's own threads do nothing
 * by themselves in it, so that the calls come in one order.
 */
final class JournalScript {
    static final Path FOLDER = Path.of("/disk/journal");
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));
    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final String[] SOURCES = {"a", "b", "declared-c", "d"};

    /** 48 KiB in segments of 4 KiB; one source may take half, undeclared ones 80 %. */
    static final JournalConfig CONFIG = new JournalConfig(
            48 << 10,
            4 << 10,
            1,
            Duration.ZERO,
            0.5,
            0.2,
            source -> source.startsWith("declared"),
            100,
            NEVER,
            1_000,
            NEVER,
            1);

    private static final Logger QUIET = Logger.getLogger(JournalScript.class.getPackageName());

    static {
        QUIET.setLevel(Level.OFF); // the faults are wanted
    }

    private final SimulatedDisk disk;
    private final JournalLedger ledger;
    private final Random random;
    private final List<JournalReader> readers = new ArrayList<>();
    private @Nullable Journal journal;
    private int refusals;
    private int routes;

    JournalScript(SimulatedDisk disk, JournalLedger ledger, long seed) {
        this.disk = disk;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    /** Plays it whole. The journal is open afterwards until {@link #stop}. */
    void run() throws Exception {
        open();
        route();
        groups(6);
        read("index", 5);
        groups(4);
        compress(2);
        restart(false);
        groups(3);
        read("signals", 100);
        read("index", 100);
        useUpQuota("a");
        route();
        read("index", 100);
        read("signals", 20);
        destroyOne();
        forgetOne();
        restart(true);
        groups(5);
        read("signals", 100);
        read("index", 100);
        compress(1);
        groups(8);
        route();
        restart(false);
        groups(3);
    }

    /** Times the journal said no for another reason than its quota. */
    int refusals() {
        return refusals;
    }

    Journal journal() {
        return Objects.requireNonNull(journal, "no journal is open");
    }

    void stop() throws IOException {
        readers.forEach(JournalReader::close);
        readers.clear();
        Journal open = journal;
        journal = null;
        if (open != null) {
            open.close();
        }
    }

    private void open() throws Exception {
        journal = trying("open", () -> Journal.open(FOLDER, CONFIG, CLOCK, disk));
        for (String name : List.of("index", "signals")) {
            JournalReader reader = trying("reader", () -> journal().reader(name));
            ledger.opened(reader);
            readers.add(reader);
        }
    }

    private void restart(boolean asCrash) throws Exception {
        readers.forEach(JournalReader::close);
        readers.clear();
        Journal open = journal();
        if (asCrash) {
            open.crash();
        } else {
            open.close();
        }
        open();
    }

    /** What the collector does after a failure that may pass: the same again. */
    private <T extends @Nullable Object> T trying(String what, Attempt<T> attempt) throws Exception {
        for (int i = 0; ; i++) {
            try {
                return attempt.run();
            } catch (IOException | UncheckedIOException e) {
                refusals++;
                assertTrue(i < 60, () -> what + " does not recover: " + e);
            }
        }
    }

    private interface Attempt<T extends @Nullable Object> {
        T run() throws Exception;
    }

    private void groups(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            List<Sent> group = new ArrayList<>();
            int size = 1 + random.nextInt(4);
            for (int k = 0; k < size; k++) {
                String source = SOURCES[random.nextInt(SOURCES.length)];
                group.add(make(source));
            }
            List<Sent> again = new ArrayList<>(append(group));
            for (int k = 0; k < 60 && !again.isEmpty(); k++) {
                again = append(again.stream().map(this::repeated).toList());
            }
            assertTrue(again.isEmpty(), () -> "taken again once the fault is gone");
        }
    }

    private Sent make(String source) {
        String cursor = random.nextInt(3) == 0 ? "" : "at " + random.nextInt(1_000_000);
        return ledger.sending(source, cursor, 1 + random.nextInt(5), 40 + random.nextInt(1_300));
    }

    private Sent repeated(Sent refused) {
        Lines.Seen what = refused.what;
        return ledger.sending(
                what.source(), what.cursor(), what.records(), what.payload().length());
    }

    /** Appends one batch, and behind its force the others as one group; returns those that were not taken. */
    private List<Sent> append(List<Sent> group) throws Exception {
        CountDownLatch reached = disk.holdForce();
        List<Thread> threads = new ArrayList<>();
        try {
            for (Sent batch : group) {
                long before = journal().unreadBytes();
                Thread sender = Thread.startVirtualThread(
                        () -> ledger.answered(batch, journal().accept(batch.batch(), Lines.PATIENCE)));
                threads.add(sender);
                if (reached.getCount() > 0) { // the first, or the next where the first was refused
                    while (!reached.await(20, TimeUnit.MICROSECONDS) && sender.isAlive()) {
                        Thread.onSpinWait();
                    }
                } else {
                    while (journal().unreadBytes() == before && sender.isAlive()) {
                        Thread.onSpinWait();
                    }
                }
            }
        } finally {
            disk.letForceGo();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<Sent> refused =
                group.stream().filter(batch -> batch.acknowledgedEnd() < 0).toList();
        refusals += refused.size();
        return refused;
    }

    private void useUpQuota(String source) throws Exception {
        for (int i = 0; i < 100; i++) {
            Sent batch = ledger.sending(source, "", 1, 2_500);
            Outcome outcome = journal().accept(batch.batch(), Lines.PATIENCE);
            ledger.answered(batch, outcome);
            if (outcome instanceof Outcome.RetryLater later
                    && later.kind() == ErrorKind.STORAGE_FULL
                    && later.reason().contains("Source " + source + " fills")) {
                return;
            }
        }
        throw new AssertionError("the quota of one source ends somewhere");
    }

    private void read(String name, int most) throws Exception {
        JournalReader reader = readers.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < most; i++) {
            JournaledBatch batch = trying("read", () -> reader.next(Lines.NO_WAIT));
            if (batch == null) {
                break;
            }
            Sent sent = ledger.of(Lines.seen(batch));
            org.junit.jupiter.api.Assertions.assertEquals(sent.what, Lines.seen(batch));
            reader.commit(batch.nextOffset());
            ledger.committed(reader);
        }
        for (int i = 0; i < 60; i++) { // as the upkeep thread does after a failure
            long mishaps = journal().stats().mishaps();
            journal().upkeep().persist();
            if (journal().stats().mishaps() == mishaps) {
                ledger.persisted();
                return;
            }
        }
        throw new AssertionError("positions cannot be made durable although the fault is gone");
    }

    private void route() throws Exception {
        String index = "normal-" + ++routes;
        long offset = journal().endOffset();
        trying("route", () -> {
            journal().routes().add(offset, StorageClass.NORMAL, index);
            return index;
        });
        ledger.routed(offset, index);
    }

    private void compress(int most) {
        int done = 0;
        for (Segment segment : journal().store().segments()) {
            if (done < most && segment.closed() && !segment.compressed()) {
                journal().upkeep().compress(segment);
                done++;
            }
        }
    }

    /** Destroys a batch of a closed segment that the readers have not come to; they find out themselves. */
    private void destroyOne() throws Exception {
        groups(4);
        List<Segment> segments = journal().store().segments();
        long read = readers.stream().mapToLong(JournalReader::committed).max().orElseThrow();
        for (Segment segment : segments) {
            if (segment.closed() && !segment.compressed() && segment.base() >= read) {
                int at = segment.firstBatch() + 100;
                disk.flip(segment.raw(), at, 3);
                ledger.damage(segment.base() + at, segment.base() + at + 1);
                break;
            }
        }
        read("signals", 100);
    }

    private void forgetOne() throws Exception {
        trying("reader", () -> journal().reader("gone")).close();
        trying("forget", () -> {
            journal().forgetReader("gone");
            return "gone";
        });
    }
}
