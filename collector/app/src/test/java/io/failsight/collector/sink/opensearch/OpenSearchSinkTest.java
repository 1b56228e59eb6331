package io.failsight.collector.sink.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryId;
import io.failsight.model.IndexMapping;
import io.failsight.model.PromotedKeys;
import io.failsight.model.StorageClass;
import io.failsight.model.TimeSource;
import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The sink against a real node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenSearchSinkTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long INCARNATION = 77L << 16;

    private static @TempDir Path folder;
    private NodeProcess node;
    private final Entry entry = new Entry();

    /** One collector's sink over routes that outlive it. */
    private static final class Run implements AutoCloseable {
        private final OpenSearchSink sink;
        private final IndexCatalog catalog;
        private final SentMark sent;
        private final WriteTargets targets;
        private final DeadLetterStore deadLetters;

        private Run(NodeProcess node, Routes routes, long startUpEndOffset, Path deadLetterFolder) throws IOException {
            this(node, routes, startUpEndOffset, deadLetterFolder, PromotedKeys.NONE);
        }

        private Run(
                NodeProcess node, Routes routes, long startUpEndOffset, Path deadLetterFolder, PromotedKeys promoted)
                throws IOException {
            SinkConfig config = new SinkConfig(
                    node.address(),
                    node.token(),
                    64 << 10,
                    Duration.ofMillis(20),
                    3,
                    Duration.ofSeconds(20),
                    Duration.ofMillis(20),
                    Duration.ofMillis(500));
            catalog = new IndexCatalog(OpenSearchClients.open(node.address(), node.token()), 0, promoted);
            deadLetters = new DeadLetterStore(deadLetterFolder, 1 << 20, () -> Instant.EPOCH);
            sent = SentMark.open(deadLetterFolder.resolve("sent"));
            targets = new WriteTargets(routes, catalog, sent, startUpEndOffset);
            sink = new OpenSearchSink(config, targets, catalog, deadLetters, new SinkStats(), Room.ENOUGH);
        }

        private SinkStats stats() {
            return sink.stats();
        }

        private void awaitSettled(long processedOffset) throws Exception {
            await(() -> {
                try {
                    sink.tick();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return sink.committable(processedOffset) == processedOffset;
            });
        }

        @Override
        public void close() throws Exception {
            sink.close();
            sent.close();
            deadLetters.close();
        }
    }

    @BeforeAll
    void startNode() throws IOException {
        node = NodeProcess.start(folder.resolve("node"), 0, "512m");
    }

    @AfterAll
    void stopNode() {
        node.close();
    }

    @BeforeEach
    void deleteIndices() throws IOException {
        IndexCatalog catalog =
                new IndexCatalog(OpenSearchClients.open(node.address(), node.token()), 0, PromotedKeys.NONE);
        for (IndexInfo index : catalog.list()) {
            catalog.delete(index.name());
        }
    }

    private Entry entry(int number) {
        entry.clear();
        entry.time(1_795_168_800_000_000_000L + number, TimeSource.PARSED);
        entry.text(EntryField.BODY, "entry number " + number);
        entry.number(EntryField.SEQUENCE, number);
        entry.number(EntryField.CHECKSUM, number * 31);
        return entry;
    }

    private void send(Run run, long batchOffset, int from, int to) throws Exception {
        run.sink.beginBatch(batchOffset);
        for (int i = from; i < to; i++) {
            run.sink.add(entry(i), INCARNATION, i, i * 31);
        }
    }

    private long count(String query) throws IOException {
        try (var client = new RawClient(node)) {
            client.call("POST", "/" + IndexMapping.ALIAS + "/_refresh", null);
            JsonNode answer = client.call(
                    "POST",
                    "/" + IndexMapping.ALIAS + "/_count",
                    "{\"query\":{\"query_string\":{\"query\":\"" + query + "\"}}}");
            return answer.path("count").asLong();
        }
    }

    @Test
    void deliversEveryEntryOnceAndGivesItBackByItsIdentity() throws Exception {
        try (Run run = new Run(node, new MemoryRoutes(), 0, folder.resolve("dead-1"))) {
            send(run, 0, 0, 5_000);
            send(run, 1_000_000, 5_000, 9_000);
            run.awaitSettled(2_000_000);
            assertEquals(9_000, run.stats().delivered().sum());
        }
        assertEquals(9_000, count("*"));
        try (var client = new RawClient(node)) {
            JsonNode found =
                    client.call("GET", "/failsight-normal-000001/_doc/" + new EntryId(INCARNATION, 4_711), null);
            assertEquals("entry number 4711", found.path("_source").path("body").asText());
        }
    }

    @Test
    void sendingAgainAfterALostCommitCreatesNothingTwice() throws Exception {
        MemoryRoutes routes = new MemoryRoutes();
        try (Run run = new Run(node, routes, 0, folder.resolve("dead-2"))) {
            send(run, 0, 0, 3_000);
            run.awaitSettled(1);
        }
        try (Run run = new Run(node, routes, 1_000, folder.resolve("dead-2"))) {
            send(run, 0, 0, 4_000);
            run.awaitSettled(1);
            assertEquals(3_000, run.stats().alreadyThere().sum());
            assertEquals(1_000, run.stats().delivered().sum());
            assertEquals(0, run.stats().collisions().sum());
        }
        assertEquals(4_000, count("*"));
    }

    @Test
    void whatACrashLeftOnItsWayIsNotWrittenAgainWhereAChangedPackPutsIt() throws Exception {
        MemoryRoutes routes = new MemoryRoutes();
        Path store = folder.resolve("dead-moved");
        Path mark = store.resolve("sent");
        byte[] markAtTheCrash;
        try (Run run = new Run(node, routes, 0, store)) {
            send(run, 0, 0, 300);
            send(run, 700, 300, 500);
            run.awaitSettled(1_000);
            markAtTheCrash = Files.readAllBytes(mark);
        }
        Files.write(mark, markAtTheCrash);
        try (Run run = new Run(node, routes, 1_000, store)) {
            sendAs(run, StorageClass.BULKY, 0, 0, 300); // the pack says now that these are bulky
            sendAs(run, StorageClass.NORMAL, 700, 300, 500);
            sendAs(run, StorageClass.BULKY, 1_000, 500, 900);
            run.awaitSettled(2_000);
            assertEquals(500, run.stats().alreadyThere().sum());
            assertEquals(400, run.stats().delivered().sum());
        }
        assertEquals(900, count("*"));
    }

    @Test
    void afterAnEndInOrderNothingIsLookedUp() throws Exception {
        MemoryRoutes routes = new MemoryRoutes();
        Path store = folder.resolve("dead-in-order");
        try (Run run = new Run(node, routes, 0, store)) {
            send(run, 0, 0, 10);
            run.awaitSettled(1_000);
        }
        try (Run run = new Run(node, routes, 1_000, store)) {
            assertTrue(run.targets.isUnsure(0));
            assertFalse(run.targets.isUnsure(1));
        }
    }

    private void sendAs(Run run, StorageClass storageClass, long batchOffset, int from, int to) throws Exception {
        run.sink.beginBatch(batchOffset);
        for (int i = from; i < to; i++) {
            Entry moved = entry(i);
            moved.storageClass(storageClass);
            run.sink.add(moved, INCARNATION, i, i * 31);
        }
    }

    @Test
    void anIndexThatSomebodyErasedIsMadeAgainAndNoEntryIsLost() throws Exception {
        try (Run run = new Run(node, new MemoryRoutes(), 0, folder.resolve("dead-erased"))) {
            send(run, 0, 0, 100);
            run.awaitSettled(1);
            deleteIndices();
            send(run, 1_000, 100, 300);
            run.awaitSettled(2_000);
            assertEquals(0, run.stats().evicted().sum());
            assertEquals(300, run.stats().delivered().sum());
        }
        assertEquals(200, count("*"));
    }

    /** What was counted before the rest of the reply could be judged would be counted again. */
    @Test
    void countsNothingOfAReplyThatCannotBeJudgedToItsEnd() throws Exception {
        MemoryRoutes routes = new MemoryRoutes();
        Path store = folder.resolve("dead-closed");
        try (Run run = new Run(node, routes, 0, store)) {
            run.deadLetters.close();
            run.sink.beginBatch(0);
            run.sink.add(entry(1), INCARNATION, 1, 31);
            Entry refused = entry(2);
            refused.number(EntryField.SEVERITY, 4_000); // a byte field takes -128 to 127
            run.sink.add(refused, INCARNATION, 2, 62);
            await(() -> {
                try {
                    run.sink.tick();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return run.stats().retries().sum() >= 3;
            });
            assertEquals(0, run.stats().delivered().sum());
        }
    }

    @Test
    void retriesAcrossARollOverGoWhereTheFirstTryWent() throws Exception {
        MemoryRoutes routes = new MemoryRoutes();
        IndexPolicy tiny = new IndexPolicy(1, Duration.ofDays(1), Map.of(), 1L << 40, Duration.ofDays(7));
        try (Run run = new Run(node, routes, 0, folder.resolve("dead-3"))) {
            send(run, 0, 0, 100);
            run.awaitSettled(10);
            keeper(run, tiny, Room.ENOUGH).tend();
            send(run, 10, 100, 200);
            run.awaitSettled(20);
        }
        assertEquals(
                "failsight-normal-000001",
                routes.indexFor(StorageClass.NORMAL, 9).orElseThrow());
        assertEquals(
                "failsight-normal-000002",
                routes.indexFor(StorageClass.NORMAL, 10).orElseThrow());
        try (Run run = new Run(node, routes, 20, folder.resolve("dead-3"))) {
            run.targets.prepare(StorageClass.NORMAL, "failsight-normal-000002");
            send(run, 0, 0, 100);
            send(run, 10, 100, 200);
            run.awaitSettled(20);
            assertEquals(200, run.stats().alreadyThere().sum());
        }
        assertEquals(200, count("*"));
    }

    @Test
    void entriesBelowEveryRouteGoToTheOldestIndexKnownAndAreCounted() throws Exception {
        MemoryRoutes routes = new MemoryRoutes();
        IndexPolicy tiny = new IndexPolicy(1, Duration.ofDays(1), Map.of(), 1L << 40, Duration.ofDays(7));
        try (Run run = new Run(node, routes, 0, folder.resolve("dead-lost"))) {
            send(run, 1_000, 0, 100);
            run.awaitSettled(1_010);
            keeper(run, tiny, Room.ENOUGH).tend();
            send(run, 1_010, 100, 200);
            run.awaitSettled(1_020);
        }
        try (Run run = new Run(node, routes, 1_020, folder.resolve("dead-lost"))) {
            send(run, 500, 300, 310); // journaled before the routes that are left
            send(run, 1_000, 0, 100);
            run.awaitSettled(1_010);
            assertEquals(10, run.stats().belowRoutes().sum());
            assertEquals(10, run.stats().delivered().sum());
            assertEquals(100, run.stats().alreadyThere().sum());
        }
        assertEquals(210, count("*"));
        assertEquals(
                "failsight-normal-000001",
                routes.indexFor(StorageClass.NORMAL, 1_009).orElseThrow());
    }

    @Test
    void anErasedOpenSearchIsFilledAgainFromABacklogOverSeveralRoutes() throws Exception {
        MemoryRoutes routes = new MemoryRoutes();
        routes.add(0, StorageClass.NORMAL, "failsight-normal-000004");
        routes.add(1_000, StorageClass.NORMAL, "failsight-normal-000005");
        try (Run run = new Run(node, routes, 2_000, folder.resolve("dead-backlog"))) {
            send(run, 0, 0, 100);
            send(run, 1_000, 100, 200);
            send(run, 2_000, 200, 300);
            run.awaitSettled(3_000);
            assertEquals(300, run.stats().delivered().sum());
            assertEquals(0, run.stats().evicted().sum());
        }
        assertEquals(300, count("*"));
    }

    @Test
    void promotedAttributesGetAFieldOfTheirOwnFromTheNextIndexOn() throws Exception {
        MemoryRoutes routes = new MemoryRoutes();
        IndexPolicy tiny = new IndexPolicy(1, Duration.ofDays(1), Map.of(), 1L << 40, Duration.ofDays(7));
        try (Run run = new Run(node, routes, 0, folder.resolve("dead-promoted"))) {
            sendWithAttributes(run, 0, 1);
        }
        PromotedKeys promoted = PromotedKeys.of(List.of("k8s.pod.name", "order"));
        try (Run run = new Run(node, routes, 1, folder.resolve("dead-promoted"), promoted)) {
            sendWithAttributes(run, 1, 2); // goes on in the index that is there
            keeper(run, tiny, Room.ENOUGH).tend();
            sendWithAttributes(run, 2, 3);
            assertEquals(
                    promoted.fields(), run.targets.promoted(StorageClass.NORMAL).fields());
        }
        try (Run run =
                new Run(node, routes, 3, folder.resolve("dead-promoted"))) { // the key is gone from failsight.yaml
            sendWithAttributes(run, 3, 4);
        }
        try (var client = new RawClient(node)) {
            for (int i = 0; i < 4; i++) {
                boolean before = i < 2;
                String index = before ? "failsight-normal-000001" : "failsight-normal-000002";
                JsonNode source = client.call("GET", "/" + index + "/_doc/" + new EntryId(INCARNATION, i), null)
                        .path("_source");
                assertEquals(
                        before ? List.of("k8s.pod.name=geo-1", "order=7", "order=8", "other=x") : List.of("other=x"),
                        texts(source.path("attr")));
                assertEquals(before ? List.of() : List.of("geo-1"), texts(source.path("attr:k8s:pod:name")));
                assertEquals(before ? List.of() : List.of("7", "8"), texts(source.path("attr:order")));
            }
        }
    }

    /** One value or several, as derived source gives them. */
    private static List<String> texts(JsonNode field) {
        List<String> texts = new ArrayList<>();
        if (field.isTextual()) {
            texts.add(field.asText());
        }
        field.forEach(value -> texts.add(value.asText()));
        return texts;
    }

    private void sendWithAttributes(Run run, long batchOffset, int to) throws Exception {
        run.sink.beginBatch(batchOffset);
        Entry one = entry(to - 1);
        one.attribute("k8s.pod.name", "geo-1");
        one.attribute("order", "8");
        one.attribute("order", "7");
        one.attribute("other", "x");
        run.sink.add(one, INCARNATION, to - 1, (to - 1) * 31);
        run.awaitSettled(to);
    }

    @Test
    void keepsWhatIsRefusedForGoodWithItsReasonAndDeliversTheRest() throws Exception {
        Path deadLetterFolder = folder.resolve("dead-4");
        try (Run run = new Run(node, new MemoryRoutes(), 0, deadLetterFolder)) {
            run.sink.beginBatch(0);
            run.sink.add(entry(1), INCARNATION, 1, 31);
            Entry refused = entry(2);
            refused.number(EntryField.SEVERITY, 4_000); // a byte field takes -128 to 127
            run.sink.add(refused, INCARNATION, 2, 62);
            run.sink.add(entry(3), INCARNATION, 3, 93);
            run.awaitSettled(1);
            assertEquals(2, run.stats().delivered().sum());
            assertEquals(1, run.stats().deadLettered().sum());
        }
        List<String> lines = Files.readAllLines(deadLetterFolder.resolve("dead-letters.ndjson"));
        JsonNode letter = JSON.readTree(lines.getFirst());
        assertEquals(1, lines.size());
        assertTrue(letter.path("reason").asText().contains("severity"), letter::toString);
        assertEquals(
                "entry number 2",
                JSON.readTree(letter.path("document").asText()).path("body").asText());
    }

    @Test
    void anIdentityTakenByAnotherEntryGetsAnotherIdOnceHoweverOftenItIsSent() throws Exception {
        MemoryRoutes routes = new MemoryRoutes();
        for (int round = 0; round < 2; round++) {
            try (Run run = new Run(node, routes, 0, folder.resolve("dead-5"))) {
                run.sink.beginBatch(0);
                run.sink.add(entry(1), INCARNATION, 1, 31);
                run.awaitSettled(1);
                Entry other = entry(1);
                other.text(EntryField.BODY, "a different entry");
                other.number(EntryField.CHECKSUM, 4_242);
                run.sink.beginBatch(1);
                run.sink.add(other, INCARNATION, 1, 4_242);
                run.awaitSettled(2);
                assertEquals(1, run.stats().collisions().sum());
            }
        }
        assertEquals(2, count("*"));
        assertEquals(1, count("different"));
    }

    @Test
    void survivesTheDeathOfTheDestination() throws Exception {
        MemoryRoutes routes = new MemoryRoutes();
        int port = node.port();
        try (Run run = new Run(node, routes, 0, folder.resolve("dead-6"))) {
            send(run, 0, 0, 1_000);
            run.awaitSettled(1);
            node.kill9();
            Thread restart = Thread.ofVirtual().start(() -> {
                try {
                    node = NodeProcess.start(folder.resolve("node"), port, "512m");
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            send(run, 1, 1_000, 6_000);
            restart.join();
            run.awaitSettled(2);
            assertTrue(run.stats().retries().sum() > 0);
            assertEquals(
                    6_000,
                    run.stats().delivered().sum() + run.stats().alreadyThere().sum());
        }
        assertEquals(6_000, count("*"));
    }

    @Test
    void evictsTheLeastWorthAndOldestFirstThenOldEvidenceAndNeverWhatIsBeingWritten() throws Exception {
        try (Run run = new Run(node, new MemoryRoutes(), 0, folder.resolve("dead-7"))) {
            IndexPolicy roll = new IndexPolicy(1, Duration.ofDays(1), Map.of(), 1L << 40, Duration.ofDays(7));
            for (int round = 0; round < 3; round++) {
                run.sink.beginBatch(round);
                for (StorageClass storageClass : StorageClass.values()) {
                    Entry e = entry(round);
                    e.storageClass(storageClass);
                    run.sink.add(e, INCARNATION, round * 10 + storageClass.ordinal(), round * 31);
                }
                run.awaitSettled(round + 1);
                if (round < 2) {
                    keeper(run, roll, Room.ENOUGH).tend();
                }
            }
            try (var client = new RawClient(node)) {
                client.call(
                        "POST",
                        "/" + IndexMapping.ALIAS + "/_flush?force=true",
                        null); // sizes stand still from here on
            }
            IndexPolicy noRoom = new IndexPolicy(1L << 40, Duration.ofDays(1), Map.of(), 1L << 40, Duration.ofDays(7));
            long bytesOfTwoBulky = run.catalog.list().stream()
                    .filter(i -> i.storageClass() == StorageClass.BULKY && i.number() < 3)
                    .mapToLong(IndexInfo::bytes)
                    .sum();
            long total = run.catalog.list().stream().mapToLong(IndexInfo::bytes).sum();
            long room = total - bytesOfTwoBulky;
            IndexPolicy needsTwo = new IndexPolicy(room, Duration.ofDays(1), Map.of(), room, Duration.ofDays(7));
            keeper(run, needsTwo, Room.ENOUGH).tend();
            List<String> left = run.catalog.list().stream().map(IndexInfo::name).toList();
            assertTrue(
                    left.contains("failsight-bulky-000003") && !left.contains("failsight-bulky-000002"),
                    left::toString);
            assertTrue(
                    left.contains("failsight-normal-000001") && left.contains("failsight-keep-000001"), left::toString);
            List<String> withEvidence = List.of(
                    "failsight-bulky-000003",
                    "failsight-keep-000001",
                    "failsight-keep-000002",
                    "failsight-keep-000003",
                    "failsight-normal-000003");
            keeper(run, noRoom, new Pressed(false)).tend();
            assertEquals(
                    withEvidence,
                    run.catalog.list().stream().map(IndexInfo::name).sorted().toList());
            keeper(run, noRoom, new Pressed(true)).tend();
            assertEquals(
                    withEvidence,
                    run.catalog.list().stream().map(IndexInfo::name).sorted().toList(),
                    "evidence of the last seven days stays however short the disk is");
            List<Eviction> evictions = new ArrayList<>();
            IndexPolicy young = new IndexPolicy(1L << 40, Duration.ofDays(1), Map.of(), 1L << 40, Duration.ZERO);
            new IndexKeeper(
                            run.catalog,
                            run.targets,
                            young,
                            Instant::now,
                            System::nanoTime,
                            new Pressed(true),
                            evictions::add,
                            repair -> {})
                    .tend();
            assertEquals(
                    List.of("failsight-keep-000001", "failsight-keep-000002"),
                    evictions.stream().map(Eviction::index).toList());
            assertEquals(1, evictions.getFirst().documents());
        }
    }

    @Test
    void rollsOverByAgeAndEvictsWhatIsOlderThanItsRetention() throws Exception {
        try (Run run = new Run(node, new MemoryRoutes(), 0, folder.resolve("dead-8"))) {
            for (int round = 0; round < 2; round++) {
                run.sink.beginBatch(round);
                for (StorageClass storageClass : StorageClass.values()) {
                    Entry e = entry(round);
                    e.storageClass(storageClass);
                    run.sink.add(e, INCARNATION, round * 10 + storageClass.ordinal(), round * 31);
                }
                run.awaitSettled(round + 1);
                count("*"); // refreshes, so that OpenSearch counts the documents
                if (round == 0) {
                    keeper(run, Duration.ofDays(2)).tend();
                }
            }
            assertEquals(6, run.catalog.list().size());
            tendAfterDoubts(run, Duration.ofDays(10));
            tendAfterDoubts(run, Duration.ofDays(40));
            List<String> left = run.catalog.list().stream().map(IndexInfo::name).toList();
            assertTrue(left.contains("failsight-keep-000001"), left::toString);
            assertTrue(
                    !left.contains("failsight-bulky-000001") && !left.contains("failsight-normal-000001"),
                    left::toString);
            assertTrue(
                    left.contains("failsight-bulky-000002") || left.contains("failsight-bulky-000003"), left::toString);
            keeper(run, Duration.ofDays(400)).tend();
            assertTrue(
                    run.catalog.list().stream().anyMatch(i -> i.name().equals("failsight-keep-000001")),
                    "a clock that jumped a year ahead evicts nothing");
            tendAfterDoubts(run, Duration.ofDays(400));
            assertTrue(
                    run.catalog.list().stream().noneMatch(i -> i.name().equals("failsight-keep-000001")),
                    "class keep goes by its own age");
        }
    }

    private static IndexKeeper keeper(Run run, Duration later) {
        return keeper(run, later, new AtomicLong());
    }

    private static IndexKeeper keeper(Run run, Duration later, AtomicLong nanos) {
        return new IndexKeeper(
                run.catalog,
                run.targets,
                IndexPolicy.DEFAULT,
                () -> Instant.now().plus(later),
                nanos::get,
                Room.ENOUGH,
                eviction -> {},
                repair -> {});
    }

    /** So much later, and the keeper had a day to see that it is so. */
    private static void tendAfterDoubts(Run run, Duration later) throws IOException {
        AtomicLong nanos = new AtomicLong();
        IndexKeeper keeper = keeper(run, later, nanos);
        keeper.tend();
        nanos.set(BelievedTime.PROBATION.toNanos());
        keeper.tend();
    }

    private static IndexKeeper keeper(Run run, IndexPolicy policy, Room room) {
        return new IndexKeeper(
                run.catalog, run.targets, policy, Instant::now, System::nanoTime, room, eviction -> {}, repair -> {});
    }

    /** A disk that is full whatever goes. */
    private record Pressed(boolean isShort) implements Room {
        @Override
        public long excessBytes() {
            return 1L << 50;
        }

        @Override
        public boolean leavesOutBulky() {
            return false;
        }

        @Override
        public boolean isHeld() {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) throws Exception {
        for (int i = 0; i < 6_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.getAsBoolean(), "not reached within a minute");
    }
}
