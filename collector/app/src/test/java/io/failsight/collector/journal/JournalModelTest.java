package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.journal.segment.Segment;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random operations against a list in memory. Failing seeds are in the test's name; run one with -Djournal.seed=N. */
class JournalModelTest {
    private static final int OPERATIONS = 300;
    private static final String[] READERS = {"index", "signals"};

    @TempDir
    Path folder;

    static Stream<Long> seeds() {
        Long chosen = Long.getLong("journal.seed");
        return chosen != null ? Stream.of(chosen) : new Random(20_261).longs(40).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void behavesLikeAListInMemory(long seed) throws Exception {
        Run run = new Run(folder, seed);
        for (int i = 0; i < OPERATIONS; i++) {
            run.step();
        }
        run.finish();
    }

    @AfterAll
    static void visitedTheHardPlaces() {
        if (Long.getLong("journal.seed") == null) {
            assertTrue(Run.REFUSED.get() > 5, "refused for lack of room: " + Run.REFUSED);
            assertTrue(Run.EVICTED.get() > 5, "runs that evicted: " + Run.EVICTED);
            assertTrue(Run.CUT.get() > 20, "cuts: " + Run.CUT);
            assertTrue(Run.COMPRESSED.get() > 50, "segments compressed: " + Run.COMPRESSED);
        }
    }

    /** One batch of the model. */
    private record Kept(long end, Lines.Seen seen) {}

    /** A reader of the model: indices into the list. */
    private static final class Place {
        int read;
        int committed;
    }

    private static final class Run {
        private static final AtomicInteger REFUSED = new AtomicInteger();
        private static final AtomicInteger EVICTED = new AtomicInteger();
        private static final AtomicInteger CUT = new AtomicInteger();
        private static final AtomicLong COMPRESSED = new AtomicLong();
        private final Path folder;
        private final Random random;
        private final JournalConfig config;
        private final List<Kept> kept = new ArrayList<>();
        private final Map<String, String> cursors = new HashMap<>();
        private final Map<String, Place> places = new HashMap<>();
        private final Map<String, JournalReader> readers = new HashMap<>();
        private final FaultyFiles files = new FaultyFiles();
        private @Nullable Journal journal;

        Run(Path folder, long seed) throws IOException {
            this.folder = folder;
            this.random = new Random(seed);
            this.config = JournalConfig.defaults()
                    .withSizes((32 + random.nextInt(64)) << 10, 8 << 10)
                    .withForce(1 << 20, Duration.ZERO)
                    .withShares(1, 0, source -> false)
                    .withCompression(random.nextInt(4), Duration.ofMillis(random.nextInt(20)), 1);
            for (String name : READERS) {
                places.put(name, new Place());
            }
            files.forceNothing(); // it only notes what was forced; losing power cuts the rest
            open();
        }

        private void count() {
            Journal closing = journal();
            COMPRESSED.addAndGet(closing.stats().compressedSegments());
            if (!kept.isEmpty()
                    && closing.store().segments().getFirst().base()
                            > kept.getFirst().end()) {
                EVICTED.incrementAndGet();
            }
        }

        private Journal journal() {
            assertNotNull(journal);
            return journal;
        }

        private void open() throws IOException {
            Journal opened = Journal.open(folder, config, InstantSource.system(), files);
            journal = opened;
            assertTrue(opened.recovery().damages().stream().allMatch(RecoveryReport.Damage::mayBeTorn));
            assertEquals(cursors, opened.cursors());
            for (String name : READERS) {
                readers.put(name, opened.reader(name));
            }
        }

        void step() throws Exception {
            String name = READERS[random.nextInt(READERS.length)];
            switch (random.nextInt(60)) {
                case 0 -> restart();
                case 1 -> crash(false);
                case 2 -> crash(true);
                case 3 -> seek(name);
                case 4 -> journal().upkeep().persist();
                case 5, 6, 7, 8, 9, 10 -> commit(name);
                case 11, 12, 13, 14, 15, 16, 17, 18, 19 -> read(name);
                case 20, 21 -> readAll(name);
                default -> append();
            }
            check();
        }

        private void append() throws Exception {
            String source = "source-" + random.nextInt(5);
            String cursor = random.nextBoolean() ? "" : "position " + random.nextInt();
            int size = random.nextInt(10) == 0 ? random.nextInt(12_000) : random.nextInt(1_500);
            StringBuilder payload = new StringBuilder("" + random.nextLong());
            while (payload.length() < size) {
                payload.append(random.nextBoolean() ? "same again " : "" + random.nextInt());
            }
            Lines.Seen seen = new Lines.Seen(source, cursor, 1 + random.nextInt(9), payload.toString());
            long compressed = compressedSegments();
            Outcome outcome =
                    journal().accept(Lines.batch(source, cursor, seen.payload(), seen.records()), Lines.PATIENCE);
            switch (outcome) {
                case Outcome.Accepted accepted -> {
                    assertTrue(
                            kept.isEmpty()
                                    || accepted.endOffset() > kept.getLast().end(),
                            "offsets grow");
                    kept.add(new Kept(accepted.endOffset(), seen));
                    if (!cursor.isEmpty()) {
                        cursors.put(source, cursor);
                    }
                }
                case Outcome.RetryLater later -> {
                    REFUSED.incrementAndGet();
                    assertEquals(ErrorKind.STORAGE_FULL, later.kind());
                    // a segment that is compressed right after the refusal makes room
                    boolean isFull = journal().unreadBytes() > config.budgetBytes() - 14_000;
                    assertTrue(isFull || compressedSegments() > compressed, later.reason());
                    for (String name : READERS) {
                        readAll(name);
                        commit(name);
                    }
                    journal().upkeep().persist();
                }
                case Outcome.Refused refused -> throw new AssertionError(refused);
            }
        }

        private long compressedSegments() {
            return journal().store().segments().stream()
                    .filter(Segment::compressed)
                    .count();
        }

        private JournalReader reader(String name) {
            return java.util.Objects.requireNonNull(readers.get(name));
        }

        private Place place(String name) {
            return java.util.Objects.requireNonNull(places.get(name));
        }

        private boolean read(String name) throws Exception {
            Place place = place(name);
            JournaledBatch batch = reader(name).next(Lines.NO_WAIT);
            if (place.read == kept.size()) {
                assertNull(batch, "nothing more to read");
                return false;
            }
            Kept expected = kept.get(place.read);
            assertNotNull(batch, "batch " + place.read + " ending at " + expected.end());
            assertEquals(expected.seen(), Lines.seen(batch));
            assertEquals(expected.end(), batch.nextOffset());
            place.read++;
            return true;
        }

        private void readAll(String name) throws Exception {
            while (read(name)) {
                // compared on the way
            }
        }

        private void commit(String name) {
            Place place = place(name);
            if (place.read > place.committed) {
                int upTo = place.committed + 1 + random.nextInt(place.read - place.committed);
                reader(name).commit(kept.get(upTo - 1).end() + random.nextInt(2));
                place.committed = upTo;
                assertEquals(kept.get(upTo - 1).end(), reader(name).committed());
            }
        }

        private void seek(String name) {
            Place place = place(name);
            place.read = place.committed;
            reader(name).seek(reader(name).committed());
        }

        private void restart() throws IOException {
            count();
            journal().close();
            open();
            readAgainFromCommitted(false);
        }

        private void crash(boolean tearAcknowledged) throws IOException {
            count();
            journal().crash();
            files.losePower(folder.resolve("segments"));
            Path newest = newestRaw();
            if (newest != null) {
                try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
                    if (tearAcknowledged) {
                        tear(file, Long.parseLong(newest.getFileName().toString(), 0, 16, 16));
                    } else {
                        byte[] torn = new byte[random.nextInt(300)];
                        random.nextBytes(torn);
                        file.seek(file.length());
                        file.write(torn);
                    }
                }
            }
            open();
            readAgainFromCommitted(true);
        }

        /** Cuts the newest segment where no reader has committed: what an erring disk may do; the model forgets the same. */
        private void tear(RandomAccessFile file, long base) throws IOException {
            long lowest = base + 48;
            for (Place place : places.values()) {
                if (place.committed > 0) {
                    lowest = Math.max(lowest, kept.get(place.committed - 1).end());
                }
            }
            long size = file.length();
            if (lowest - base >= size) {
                return;
            }
            long cut = lowest - base + random.nextLong(size - (lowest - base));
            file.setLength(cut);
            boolean any = false;
            CUT.incrementAndGet();
            while (!kept.isEmpty() && kept.getLast().end() > base + cut) {
                kept.removeLast();
                any = true;
            }
            if (any) {
                cursors.clear();
                // an index describes the segment as it was
                Files.deleteIfExists(folder.resolve("segments/%016x.idx".formatted(base)));
                kept.forEach(one -> {
                    if (!one.seen().cursor().isEmpty()) {
                        cursors.put(one.seen().source(), one.seen().cursor());
                    }
                });
            }
        }

        private @Nullable Path newestRaw() throws IOException {
            try (Stream<Path> names = Files.list(folder.resolve("segments"))) {
                Path newest = names.filter(file -> file.toString().matches(".*\\.segz?"))
                        .sorted()
                        .reduce((a, b) -> b)
                        .orElse(null);
                return newest != null
                                && newest.toString().endsWith(".seg")
                                && !Files.exists(Path.of(newest.toString().replace(".seg", ".idx")))
                        ? newest
                        : null;
            }
        }

        private void readAgainFromCommitted(boolean mayGoBack) {
            for (String name : READERS) {
                Place place = place(name);
                long committed = reader(name).committed();
                int index = 0;
                while (index < kept.size() && kept.get(index).end() <= committed) {
                    index++;
                }
                assertTrue(index == place.committed || mayGoBack && index < place.committed, "position survives");
                place.committed = index;
                place.read = index;
            }
        }

        private void check() {
            for (String name : READERS) {
                long pending = kept.subList(place(name).committed, kept.size()).stream()
                        .mapToLong(one -> one.seen().records())
                        .sum();
                assertEquals(pending, journal().pendingRecords(name), "pending records");
            }
            assertEquals(cursors, journal().cursors());
            assertTrue(journal().diskBytes() < config.budgetBytes() + 40_000, "budget holds");
        }

        void finish() throws Exception {
            for (String name : READERS) {
                readAll(name);
                place(name).committed = place(name).read;
                if (!kept.isEmpty()) {
                    reader(name).commit(kept.getLast().end());
                }
                assertEquals(0, journal().pendingRecords(name));
            }
            count();
            journal().close();
        }
    }
}
