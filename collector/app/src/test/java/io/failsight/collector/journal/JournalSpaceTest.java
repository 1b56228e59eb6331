package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalSpaceTest {
    private static final String KILOBYTE = "x".repeat(940);

    @TempDir
    Path folder;

    private final FaultyFiles files = new FaultyFiles();
    private final JournalConfig config = JournalConfig.defaults()
            .withForce(1 << 20, Duration.ZERO)
            .withSizes(200 << 10, 10 << 10)
            .withShares(1, 0, source -> false)
            .withCompression(1_000, Duration.ofHours(1), 1);

    private Journal open(JournalConfig of) throws IOException {
        files.forceNothing();
        return Journal.open(folder, of, InstantSource.system(), files);
    }

    /** Appends batches of a thousand bytes until one is refused; returns how many were taken. */
    private static int fill(Journal journal, String source) {
        for (int taken = 0; ; taken++) {
            Outcome outcome = journal.accept(Lines.batch(source, "at " + taken, KILOBYTE, 1), Lines.PATIENCE);
            if (outcome instanceof Outcome.RetryLater later) {
                assertEquals(ErrorKind.STORAGE_FULL, later.kind());
                assertEquals(Duration.ofSeconds(1), later.after());
                return taken;
            }
            assertTrue(taken < 1_000, "the budget ends somewhere");
        }
    }

    private static void readAndCommitAll(Journal journal, JournalReader reader) throws Exception {
        for (JournaledBatch batch = reader.next(Lines.NO_WAIT); batch != null; batch = reader.next(Lines.NO_WAIT)) {
            reader.commit(batch.nextOffset());
        }
        journal.upkeep().persist();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertTrue(condition.getAsBoolean(), what);
    }

    @Test
    void asksToWaitWhenTheBudgetIsFullAndTakesAgainWhenItWasRead() throws Exception {
        try (Journal journal = open(config);
                JournalReader reader = journal.reader("index")) {
            int taken = fill(journal, "a");
            assertTrue(taken > 180 && taken < 206, "taken " + taken);
            assertEquals(1, journal.stats().refusedRecords());
            readAndCommitAll(journal, reader);
            int more = fill(journal, "a");
            assertTrue(more > 170, "more " + more);
            assertTrue(journal.diskBytes() < (200 << 10) + 20_000, "disk " + journal.diskBytes());
            assertEquals(more, journal.pendingRecords("index"));
        }
    }

    @Test
    void keepsWhatOneReaderHasNotReadAndFreesItWhenThatReaderIsForgotten() throws Exception {
        try (Journal journal = open(config)) {
            journal.reader("slow").close();
            fill(journal, "a");
            try (JournalReader reader = journal.reader("index")) {
                readAndCommitAll(journal, reader);
                assertEquals(0, fill(journal, "a"));
                journal.forgetReader("slow");
                assertTrue(fill(journal, "a") > 170);
            }
        }
    }

    @Test
    void keepsCursorsWhoseSegmentsAreGone() throws Exception {
        try (Journal journal = open(config);
                JournalReader reader = journal.reader("index")) {
            Lines.append(journal, Lines.batch("old", "line 7", "one\n", 1));
            for (int round = 0; round < 3; round++) {
                fill(journal, "a");
                readAndCommitAll(journal, reader);
            }
            Lines.append(journal, Lines.batch("a", "last", "one\n", 1));
            reader.seek(0);
            assertTrue(!"old".equals(Lines.mustRead(reader).header().source()), "the first segment is gone");
        }
        try (Journal journal = open(config)) {
            assertEquals(Map.of("old", "line 7", "a", "last"), journal.cursors());
        }
    }

    @Test
    void leavesRoomForOtherSourcesAndForDeclaredOnes() throws Exception {
        JournalConfig shared = config.withShares(0.5, 0.2, source -> source.equals("declared"));
        try (Journal journal = open(shared)) {
            int first = fill(journal, "a");
            int second = fill(journal, "b");
            int third = fill(journal, "declared");
            assertTrue(first > 95 && first < 104, "half: " + first);
            assertTrue(second > 55 && second < 63, "up to 80 %: " + second);
            assertTrue(third > 35 && third < 43, "the rest: " + third);
        }
        try (Journal journal = open(shared)) {
            assertEquals(0, fill(journal, "a"), "accounts survive a restart");
        }
    }

    @Test
    void goesOnInANewSegmentAfterAFailedForce() throws Exception {
        List<String> accepted = new ArrayList<>();
        try (Journal journal = open(config);
                JournalReader reader = journal.reader("index")) {
            Lines.append(journal, Lines.batch("a", "one\n"));
            files.failForces(true);
            for (int i = 0; i < 3; i++) {
                Outcome outcome = journal.accept(Lines.batch("a", "bad", "lost\n", 1), Lines.PATIENCE);
                assertEquals(
                        ErrorKind.STORAGE_CORRUPT,
                        assertInstanceOf(Outcome.RetryLater.class, outcome).kind());
            }
            files.failForces(false);
            Lines.append(journal, Lines.batch("a", "two\n"));
            assertEquals(3, journal.stats().failedForces());
            accepted.addAll(Lines.payloads(reader));
            assertEquals(List.of("one\n", "two\n"), accepted);
            assertEquals(2, journal.pendingRecords("index"));
            assertEquals(Map.of(), journal.cursors());
            assertEquals(2, journal.segmentCount());
        }
        try (Journal journal = open(config);
                JournalReader reader = journal.reader("again")) {
            assertEquals(accepted, Lines.payloads(reader));
        }
    }

    @Test
    void asksToWaitWhileTheDiskIsFullAndRecoversByItself() throws Exception {
        try (Journal journal = open(config);
                JournalReader reader = journal.reader("index")) {
            Lines.append(journal, Lines.batch("a", "one\n"));
            files.fill(true);
            for (int i = 0; i < 5; i++) {
                Outcome outcome = journal.accept(Lines.batch("a", KILOBYTE), Lines.PATIENCE);
                assertEquals(
                        ErrorKind.STORAGE_FULL,
                        assertInstanceOf(Outcome.RetryLater.class, outcome).kind());
            }
            files.fill(false);
            Lines.append(journal, Lines.batch("a", "two\n"));
            assertEquals(List.of("one\n", "two\n"), Lines.payloads(reader));
            journal.crash();
        }
        try (Journal journal = open(config);
                JournalReader reader = journal.reader("again")) {
            assertEquals(List.of("one\n", "two\n"), Lines.payloads(reader));
            assertEquals(List.of(), journal.recovery().damages());
        }
    }

    @Test
    void readsCompressedSegmentsLikeTheOthers() throws Exception {
        JournalConfig eager = config.withSizes(8 << 20, 300 << 10).withCompression(0, Duration.ZERO, 1);
        List<String> expected = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        try (Journal journal = open(eager);
                JournalReader reader = journal.reader("index")) {
            for (int i = 0; i < 3_000; i++) {
                expected.add(i + " " + KILOBYTE);
                offsets.add(Lines.append(journal, Lines.batch("a", expected.getLast())));
            }
            await("three segments compressed", () -> journal.stats().compressedSegments() >= 3);
            long unread = journal.unreadBytes();
            assertTrue(unread < 2_000_000, "compressed segments are charged what they take: " + unread);
            assertEquals(expected, Lines.payloads(reader));
            reader.commit(Objects.requireNonNull(offsets.get(1_500)));
            reader.seek(0);
            for (int i = 0; i < 3_000; i++) {
                JournaledBatch batch = Lines.mustRead(reader);
                assertEquals(offsets.get(i), batch.nextOffset());
            }
            reader.seek(reader.committed());
            assertEquals(expected.subList(1_501, 3_000), Lines.payloads(reader));
        }
        try (Stream<Path> names = Files.list(folder.resolve("segments"))) {
            assertTrue(names.noneMatch(file -> file.toString().endsWith(".tmp")));
        }
        try (Journal journal = open(eager);
                JournalReader reader = journal.reader("again")) {
            assertEquals(expected, Lines.payloads(reader));
            assertEquals(3_000 - 1_501, journal.pendingRecords("index"));
        }
    }

    @Test
    void freesWhatWasReadWhereZstdCannotBeLoaded() throws Exception {
        freesWhatWasReadInSpiteOf(() -> new UnsatisfiedLinkError("failed to map segment from shared object"));
    }

    @Test
    void freesWhatWasReadAfterAnyOtherError() throws Exception {
        freesWhatWasReadInSpiteOf(() -> new OutOfMemoryError("Java heap space"));
    }

    private void freesWhatWasReadInSpiteOf(Supplier<Error> error) throws Exception {
        files.breakCompression(error);
        try (Journal journal = open(config.withCompression(0, Duration.ZERO, 1));
                JournalReader reader = journal.reader("index")) {
            fill(journal, "a");
            await("compression was tried", () -> journal.stats().mishaps() > 0);
            for (JournaledBatch batch = reader.next(Lines.NO_WAIT); batch != null; batch = reader.next(Lines.NO_WAIT)) {
                reader.commit(batch.nextOffset());
            }
            await("room for more", () -> journal.unreadBytes() < 20 << 10);
            assertTrue(fill(journal, "a") > 170);
            assertEquals(0, journal.stats().compressedSegments());
        }
    }
}
