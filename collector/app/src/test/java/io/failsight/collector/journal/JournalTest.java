package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Outcome;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path folder;

    private final JournalConfig config =
            JournalConfig.defaults().withForce(1 << 20, Duration.ZERO).withSizes(1 << 20, 64 << 10);

    private Journal open() throws IOException {
        return open(config);
    }

    private Journal open(JournalConfig of) throws IOException {
        return Journal.open(folder, of, InstantSource.system());
    }

    @Test
    void returnsWhatWasAcceptedInOrder() throws Exception {
        try (Journal journal = open();
                JournalReader reader = journal.reader("index")) {
            long first = Lines.append(journal, Lines.batch("a", "c1", "one\ntwo\n", 2));
            long second = Lines.append(journal, Lines.batch("b", "three\n"));
            assertTrue(second > first);
            assertEquals(new Lines.Seen("a", "c1", 2, "one\ntwo\n"), Lines.read(reader));
            JournaledBatch batch = Lines.mustRead(reader);
            assertEquals("three\n", Lines.seen(batch).payload());
            assertEquals(second, batch.nextOffset());
            assertEquals(second - 6, batch.offsetOfPayload());
            assertNull(Lines.read(reader));
            assertEquals(3, journal.pendingRecords("index"));
            reader.commit(second - 1);
            assertEquals(first, reader.committed());
            assertEquals(1, journal.pendingRecords("index"));
        }
    }

    @Test
    void continuesAfterARestartWhereItWasCommitted() throws Exception {
        long end;
        try (Journal journal = open();
                JournalReader reader = journal.reader("index")) {
            Lines.append(journal, Lines.batch("a", "7", "one\n", 1));
            end = Lines.append(journal, Lines.batch("a", "8", "two\n", 1));
            reader.commit(Lines.mustRead(reader).nextOffset());
        }
        try (Journal journal = open();
                JournalReader reader = journal.reader("index")) {
            assertEquals(1, journal.pendingRecords("index"));
            assertEquals(Map.of("a", "8"), journal.cursors());
            long first = Lines.append(journal, Lines.batch("a", "9", "three\n", 1));
            assertTrue(first > end);
            assertEquals(List.of("two\n", "three\n"), Lines.payloads(reader));
        }
    }

    @Test
    void makesEveryCommittedPositionDurableByItself() throws Exception {
        Journal journal = open();
        long committed = 0;
        try (JournalReader reader = journal.reader("index")) {
            for (int i = 0; i < 200; i++) {
                Lines.append(journal, Lines.batch("a", "line\n"));
                committed = Lines.mustRead(reader).nextOffset();
                reader.commit(committed);
            }
            ReaderPosition position = journal.positions().iterator().next();
            for (int i = 0; i < 2_000 && position.durableOffset() < committed; i++) {
                Thread.sleep(5);
            }
        }
        journal.crash();
        try (Journal again = open();
                JournalReader reader = again.reader("index")) {
            assertEquals(committed, reader.committed());
            assertEquals(0, again.pendingRecords("index"));
        }
    }

    @Test
    void seeksBackToTheBatchThatHoldsAnOffset() throws Exception {
        try (Journal journal = open();
                JournalReader reader = journal.reader("index")) {
            Lines.append(journal, Lines.batch("a", "one\n"));
            long second = Lines.append(journal, Lines.batch("a", "two\n"));
            Lines.append(journal, Lines.batch("a", "three\n"));
            assertEquals(3, Lines.payloads(reader).size());
            reader.seek(second - 2);
            assertEquals(List.of("two\n", "three\n"), Lines.payloads(reader));
        }
    }

    @Test
    void rollsSegmentsAndGivesEachItsOwnIncarnation() throws Exception {
        try (Journal journal = open();
                JournalReader reader = journal.reader("index")) {
            String payload = "x".repeat(10_000);
            for (int i = 0; i < 20; i++) {
                Lines.append(journal, Lines.batch("a", payload));
            }
            assertTrue(journal.segmentCount() >= 4);
            Set<Long> incarnations = new TreeSet<>();
            List<Long> inOrder = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                JournaledBatch batch = Lines.mustRead(reader);
                if (incarnations.add(batch.incarnation())) {
                    inOrder.add(batch.incarnation());
                }
                assertTrue(batch.segmentPositionOfPayload() < config.segmentBytes());
            }
            assertEquals(journal.segmentCount(), incarnations.size());
            assertEquals(List.copyOf(incarnations), inOrder);
        }
    }

    @Test
    void takesBatchesOfManySendersAtOnce() throws Exception {
        ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
        try (Journal journal = open(config.withSizes(64 << 20, 64 << 10).withForce(1 << 20, Duration.ofMillis(1)));
                JournalReader reader = journal.reader("index")) {
            List<Thread> senders = new ArrayList<>();
            for (int s = 0; s < 20; s++) {
                String source = "sender-" + s;
                senders.add(Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 50; i++) {
                        String payload = source + " " + i + " " + "x".repeat(i * 37 % 3_000);
                        Lines.append(journal, Lines.batch(source, payload));
                        accepted.add(payload);
                    }
                }));
            }
            for (Thread sender : senders) {
                sender.join();
            }
            List<String> read = Lines.payloads(reader);
            assertEquals(1_000, accepted.size());
            assertEquals(new TreeSet<>(accepted), new TreeSet<>(read));
            assertTrue(journal.stats().forces() < 1_000, "senders share forces");
        }
    }

    @Test
    void survivesAnInterruptOfASender() throws Exception {
        try (Journal journal = open()) {
            Thread.currentThread().interrupt();
            Lines.append(journal, Lines.batch("a", "one\n"));
            assertTrue(Thread.interrupted());
            Lines.append(journal, Lines.batch("a", "two\n"));
        }
    }

    @Test
    void tellsTheSecondUserOfTheFolderWhatToDo() throws Exception {
        try (Journal journal = open()) {
            IOException refused = assertThrows(IOException.class, this::open);
            assertTrue(String.valueOf(refused.getMessage()).contains(folder.toString()), refused.getMessage());
            Lines.append(journal, Lines.batch("a", "one\n"));
        }
        open().close();
    }

    @Test
    void refusesTextsThatAreTooLongForGood() throws Exception {
        try (Journal journal = open()) {
            Outcome outcome = journal.accept(Lines.batch("x".repeat(4_097), "one\n"), Lines.PATIENCE);
            assertEquals(
                    ErrorKind.BAD_INPUT,
                    assertInstanceOf(Outcome.Refused.class, outcome).kind());
        }
    }

    @Test
    void asksSendersToComeAgainWhenClosed() throws Exception {
        Journal journal = open();
        journal.close();
        assertInstanceOf(Outcome.RetryLater.class, journal.accept(Lines.batch("a", "one\n"), Lines.PATIENCE));
        journal.close();
    }

    @Test
    void keepsRoutesOverACrash() throws Exception {
        Journal journal = open();
        IndexRoutes routes = journal.routes();
        assertNull(routes.indexFor(StorageClass.NORMAL, 5));
        routes.add(0, StorageClass.NORMAL, "normal-1");
        routes.add(0, StorageClass.KEEP, "keep-1");
        routes.add(1_000, StorageClass.NORMAL, "normal-2");
        journal.crash();
        try (Journal again = open()) {
            assertEquals("normal-1", again.routes().indexFor(StorageClass.NORMAL, 999));
            assertEquals("normal-2", again.routes().indexFor(StorageClass.NORMAL, 1_000));
            assertEquals("keep-1", again.routes().indexFor(StorageClass.KEEP, 1_000));
            again.routes().compact(1_000);
            assertNull(again.routes().indexFor(StorageClass.NORMAL, 999));
            assertEquals("keep-1", again.routes().indexFor(StorageClass.KEEP, 1_000));
        }
    }

    @Test
    void keepsRoutesForAllThatAReaderWithoutItsPositionWouldReadAgain() throws Exception {
        long start;
        long second;
        try (Journal journal = open();
                JournalReader reader = journal.reader("index")) {
            start = reader.committed();
            journal.routes().add(start, StorageClass.NORMAL, "normal-1");
            second = Lines.append(journal, Lines.batch("a", "one\n"));
            journal.routes().add(second, StorageClass.NORMAL, "normal-2");
            Lines.append(journal, Lines.batch("a", "two\n"));
            Lines.payloads(reader);
            reader.commit(journal.endOffset());
            journal.upkeep().persist();
            journal.routes().add(journal.endOffset(), StorageClass.NORMAL, "normal-3");
        }
        Files.delete(folder.resolve("readers/index.position"));
        try (Journal journal = open();
                JournalReader reader = journal.reader("index")) {
            assertEquals("normal-1", journal.routes().indexFor(StorageClass.NORMAL, reader.committed()));
            assertEquals("normal-2", journal.routes().indexFor(StorageClass.NORMAL, second));
        }
    }

    @Test
    void noOffsetIsGivenBelowARoute() throws Exception {
        long end;
        try (Journal journal = open()) {
            end = Lines.append(journal, Lines.batch("a", "one\n"));
            journal.routes().add(end + 1_000, StorageClass.NORMAL, "normal-1"); // as when segments behind were lost
        }
        try (Journal journal = open()) {
            assertTrue(Lines.append(journal, Lines.batch("a", "two\n")) > end + 1_000);
        }
    }
}
