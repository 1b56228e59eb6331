package io.failsight.collector.sink.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLetterStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    private Path folder;

    private long seconds;

    private DeadLetterStore open(long maxBytes) throws IOException {
        return new DeadLetterStore(folder, maxBytes, () -> NOW.plusSeconds(seconds++));
    }

    private static void put(DeadLetterStore store, int number) throws IOException {
        put(store, number, "failed to parse");
    }

    private static void put(DeadLetterStore store, int number, String reason) throws IOException {
        store.put(
                "id-" + number,
                "failsight-normal-000001",
                "mapper_parsing_exception",
                reason,
                "{\"body\":\"b" + number + "\"}");
    }

    private static List<String> ids(DeadLetterStore store) throws IOException {
        return store.page(1_000, 0).letters().stream().map(DeadLetter::id).toList();
    }

    @Test
    void keepsEachWithItsReasonOverRestarts() throws IOException {
        try (DeadLetterStore store = open(1 << 20)) {
            put(store, 1, "object mapping for [host]\nwith <markup> \u001b[31m and \"quotes\"");
        }
        try (DeadLetterStore store = open(1 << 20)) {
            DeadLetter letter = store.page(10, 0).letters().getFirst();
            assertEquals(NOW, letter.at());
            assertEquals("id-1", letter.id());
            assertEquals("mapper_parsing_exception", letter.error());
            assertEquals("object mapping for [host]\nwith <markup> \u001b[31m and \"quotes\"", letter.reason());
            assertEquals("{\"body\":\"b1\"}", letter.document());
        }
    }

    @Test
    void anEntryThatComesAgainAfterACrashIsKeptOnce() throws IOException {
        try (DeadLetterStore store = open(1 << 20)) {
            put(store, 1);
            put(store, 1);
            assertEquals(1, store.count());
        }
        try (DeadLetterStore store = open(1 << 20)) {
            put(store, 1);
            assertEquals(1, store.count());
        }
    }

    @Test
    void aTornTailIsCutAndWhatComesNextIsWhole() throws IOException {
        try (DeadLetterStore store = open(1 << 20)) {
            put(store, 1);
            put(store, 2);
        }
        Path file = folder.resolve("dead-letters.ndjson");
        byte[] whole = Files.readAllBytes(file);
        int second = new String(whole, java.nio.charset.StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int length = second; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            try (DeadLetterStore store = open(1 << 20)) {
                assertEquals(List.of("id-1"), ids(store), "cut at " + length);
                put(store, 3);
            }
            try (DeadLetterStore store = open(1 << 20)) {
                assertEquals(List.of("id-3", "id-1"), ids(store), "cut at " + length);
            }
        }
    }

    @Test
    void aDamagedLineIsLeftOutAndKept() throws IOException {
        try (DeadLetterStore store = open(1 << 20)) {
            put(store, 1);
        }
        Files.writeString(folder.resolve("dead-letters.ndjson"), "no json at all\n", StandardOpenOption.APPEND);
        try (DeadLetterStore store = open(1 << 20)) {
            put(store, 2);
            assertEquals(List.of("id-2", "id-1"), ids(store));
            store.settle(Set.of("id-1"), List.of());
            assertEquals(List.of("id-2"), ids(store));
        }
        assertTrue(Files.readString(folder.resolve("dead-letters.ndjson")).contains("no json at all"));
    }

    @Test
    void isBoundedInBytesAndCountsWhatItDrops() throws IOException {
        try (DeadLetterStore store = open(20_000)) {
            for (int i = 0; i < 500; i++) {
                put(store, i);
                assertTrue(bytesOnDisk() <= 20_000, () -> "grew beyond its limit");
            }
            assertEquals(500, store.count() + store.dropped());
            assertTrue(store.dropped() > 0 && store.count() > 30);
            assertEquals("id-499", ids(store).getFirst());
            assertEquals(bytesOnDisk(), store.bytes());
        }
        try (DeadLetterStore store = open(20_000)) {
            assertEquals("id-499", ids(store).getFirst());
        }
    }

    private long bytesOnDisk() {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void pagesGoFromTheNewestToTheOldestOverBothFiles() throws IOException {
        try (DeadLetterStore store = open(20_000)) {
            for (int i = 0; i < 90; i++) {
                put(store, i);
            }
            int expected = 89;
            for (int skip = 0; skip >= 0; ) {
                DeadLetterStore.Page page = store.page(7, skip);
                for (DeadLetter letter : page.letters()) {
                    assertEquals("id-" + expected--, letter.id());
                }
                skip = page.next();
            }
            assertEquals(store.count(), 89 - expected);
            assertEquals(
                    5,
                    store.countBefore(store.oldest(letter -> true, 6).getLast().at()));
        }
    }

    @Test
    void whatIsInTheIndexGoesAndWhatIsRefusedAgainHasTheNewReason() throws IOException {
        try (DeadLetterStore store = open(1 << 20)) {
            for (int i = 0; i < 5; i++) {
                put(store, i);
            }
            DeadLetter again = store.oldest(letter -> letter.id().equals("id-1"), 1)
                    .getFirst()
                    .refusedAgain(NOW.plusSeconds(99), "failsight-normal-000002", "other", "a new reason");
            store.settle(Set.of("id-0", "id-4"), List.of(again));
            assertEquals(List.of("id-1", "id-3", "id-2"), ids(store));
        }
        try (DeadLetterStore store = open(1 << 20)) {
            assertEquals("a new reason", store.page(1, 0).letters().getFirst().reason());
            assertEquals(3, store.count());
        }
    }
}
