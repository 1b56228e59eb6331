package io.failsight.collector.sink.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryId;
import io.failsight.model.EntryWriter;
import io.failsight.model.IndexMapping;
import io.failsight.model.PromotedKeys;
import io.failsight.model.TimeSource;
import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters are sent again, to a real node, where somebody made a field of an index a number that is a text. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LetterSenderTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private static @TempDir Path folder;
    private NodeProcess node;
    private IndexCatalog catalog;
    private long seconds;

    @BeforeAll
    void startNode() throws IOException {
        node = NodeProcess.start(folder.resolve("node"), 0, "512m");
        catalog = new IndexCatalog(OpenSearchClients.open(node.address(), node.token()), 0, PromotedKeys.NONE);
    }

    @AfterAll
    void stopNode() {
        node.close();
    }

    private DeadLetterStore store(String name) throws IOException {
        return new DeadLetterStore(folder.resolve(name), 1 << 20, () -> NOW.plusSeconds(seconds++));
    }

    private LetterSender sender(DeadLetterStore store) {
        return new LetterSender(store, catalog, () -> NOW.plusSeconds(seconds++));
    }

    /** Only what a host that is a number has can be taken. */
    private void createBroken(String index) throws IOException {
        try (RawClient client = new RawClient(node)) {
            client.call("PUT", "/" + index, """
                    {"aliases": {"%s": {}},
                     "mappings": {"dynamic": false, "properties": {"host": {"type": "integer"}, "checksum": {"type": "integer"}}}}
                    """.formatted(IndexMapping.ALIAS));
        }
    }

    private static String document(int number, PromotedKeys promoted) {
        Entry entry = new Entry();
        entry.time(1_795_168_800_000_000_000L + number, TimeSource.PARSED);
        entry.text(EntryField.BODY, "letter " + number);
        entry.text(EntryField.HOST, number % 2 == 0 ? "web-" + number : "4711");
        entry.number(EntryField.CHECKSUM, number * 31);
        byte[] key = "order".getBytes(StandardCharsets.UTF_8);
        byte[] value = ("o" + number).getBytes(StandardCharsets.UTF_8);
        entry.attribute(key, 0, key.length, value, 0, value.length);
        Bytes bytes = new Bytes(256);
        new EntryWriter().write(entry, bytes, promoted);
        return new String(bytes.array(), 0, bytes.length(), StandardCharsets.UTF_8);
    }

    private static String id(int number) {
        return new EntryId(99L << 16, number).toString();
    }

    private static void put(DeadLetterStore store, int number, PromotedKeys promoted) throws IOException {
        store.put(
                id(number), "failsight-normal-000001", "mapper_parsing_exception", "first", document(number, promoted));
    }

    private void clear() throws IOException {
        for (IndexInfo index : catalog.list()) {
            catalog.delete(index.name());
        }
    }

    private List<JsonNode> stored() throws IOException {
        try (RawClient client = new RawClient(node)) {
            client.call("POST", "/" + IndexMapping.ALIAS + "/_refresh", null);
            return client.call("GET", "/" + IndexMapping.ALIAS + "/_search?size=100&sort=_id", null)
                    .path("hits")
                    .findValues("_source");
        }
    }

    @Test
    void theIndexRefusesAgainAndAnotherTakes() throws IOException {
        clear();
        createBroken("failsight-normal-000001");
        try (DeadLetterStore store = store("again")) {
            for (int i = 0; i < 4; i++) {
                put(store, i, PromotedKeys.NONE);
            }
            LetterSender sender = sender(store);
            assertEquals(new LetterSender.Result(0, 0, 1, 0), sender.send(List.of(id(2))));
            DeadLetter refused = store.page(1, 0).letters().getFirst();
            assertEquals(id(2), refused.id());
            assertTrue(refused.reason().contains("host"), refused::toString);
            assertEquals(4, store.count());

            Instant before = NOW.plusSeconds(seconds++);
            assertEquals(
                    new LetterSender.Result(2, 0, 2, 0),
                    sender.sendBefore(before),
                    "odd numbers have a host that is one");
            assertEquals(2, store.count());
            assertEquals(new LetterSender.Result(0, 0, 0, 0), sender.sendBefore(before), "each is tried once");

            catalog.create("failsight-normal-000002");
            assertEquals(new LetterSender.Result(2, 0, 0, 0), sender.sendBefore(NOW.plusSeconds(seconds++)));
            assertEquals(0, store.count());
            assertEquals(4, stored().size());
        }
    }

    @Test
    void whatWasSentJustBeforeACrashIsFoundInWhateverIndexItIs() throws IOException {
        clear();
        catalog.create("failsight-normal-000002");
        Path file = folder.resolve("crash/dead-letters.ndjson");
        byte[] beforeTheCrash;
        try (DeadLetterStore store = store("crash")) {
            put(store, 1, PromotedKeys.NONE);
            put(store, 2, PromotedKeys.NONE);
            beforeTheCrash = Files.readAllBytes(file);
            assertEquals(2, sender(store).sendBefore(NOW.plusSeconds(seconds++)).delivered());
        }
        Files.write(file, beforeTheCrash);
        catalog.create("failsight-normal-000003"); // and a roll-over came meanwhile
        try (DeadLetterStore store = store("crash")) {
            assertEquals(new LetterSender.Result(0, 2, 0, 0), sender(store).sendBefore(NOW.plusSeconds(seconds++)));
            assertEquals(0, store.count());
        }
        assertEquals(2, stored().size());
    }

    @Test
    void anAttributeWithAFieldOfItsOwnIsNotLostWhereTheIndexHasNone() throws IOException {
        clear();
        catalog.create("failsight-normal-000002");
        try (DeadLetterStore store = store("promoted")) {
            put(store, 1, PromotedKeys.of(List.of("order")));
            assertEquals(1, sender(store).sendBefore(NOW.plusSeconds(seconds++)).delivered());
        }
        assertTrue(stored().getFirst().path("attr").toString().contains("order=o1"), () -> "the attribute is lost");
    }

    @Test
    void nothingIsLostWhileThereIsNoIndex() throws IOException {
        clear();
        try (DeadLetterStore store = store("none")) {
            put(store, 1, PromotedKeys.NONE);
            org.junit.jupiter.api.Assertions.assertThrows(
                    IOException.class, () -> sender(store).sendBefore(NOW.plusSeconds(seconds++)));
            assertEquals(1, store.count());
        }
    }
}
