package io.failsight.collector.pipeline;

import static io.failsight.collector.pipeline.SignalBed.await;
import static io.failsight.collector.pipeline.SignalBed.config;
import static io.failsight.collector.pipeline.SignalBed.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.collector.journal.JournalConfig;
import io.failsight.collector.signal.ScriptedEngine;
import io.failsight.collector.signal.ScriptedEngine.Deed;
import io.failsight.collector.signal.SignalFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignalStreamTest {
    private static final int BIG = 1 << 20;

    private @TempDir Path folder;

    private static Set<String> expected(int from, int to) {
        return IntStream.range(from, to)
                .filter(i -> i % 10 == 0)
                .mapToObj(i -> "signal " + i + " of node")
                .collect(Collectors.toSet());
    }

    private static Set<String> texts(ScriptedEngine engine) {
        return engine.acknowledged.stream()
                .map(id ->
                        Objects.requireNonNull(engine.taken.get(id)).get("text").asText())
                .collect(Collectors.toSet());
    }

    private static void assertConserved(SignalFeed feed) {
        assertEquals(
                feed.stats().made().sum(),
                feed.stats().acknowledged().sum() + feed.stats().refused().sum() + feed.pending());
    }

    @Test
    void sendsEachSignalOnceInOrderWhenAllIsWell() throws Exception {
        try (ScriptedEngine engine = new ScriptedEngine(() -> Deed.TAKE);
                SignalBed bed = new SignalBed(folder, List.of(config(engine.address(), BIG)))) {
            bed.write(lines(0, 5_000), 100);
            await(() -> engine.acknowledged.size() == 500, "all arrive");
            assertEquals(
                    lines(0, 5_000).stream().filter(l -> l.contains("signal")).toList(), List.copyOf(engine.order));
            assertConserved(bed.stream.feeds().getFirst());
            JsonNode signal = engine.taken.values().iterator().next();
            assertEquals("file/a.log", signal.get("source").asText());
            assertEquals("node-down", signal.get("kind").asText());
            assertEquals("host", signal.get("subject").get("node").asText());
            assertEquals(0, bed.scouted.get(), "nothing is parsed twice");
            await(() -> bed.journal.pendingRecords("signals") == 0, "the position moves");
            assertTrue(engine.heads.element().startsWith("POST /api/v1/signals HTTP/1.1\r\n"));
        }
    }

    @Test
    void severalSignalsOfOneEntryHaveIdsOfTheirOwn() throws Exception {
        try (ScriptedEngine engine = new ScriptedEngine(() -> Deed.TAKE);
                SignalBed bed = new SignalBed(folder, List.of(config(engine.address(), BIG)))) {
            bed.write(List.of("two signals"), 1);
            await(() -> engine.acknowledged.size() == 2, "both arrive");
            List<String> ids = engine.acknowledged.stream().sorted().toList();
            assertEquals(ids.get(0) + "#2", ids.get(1));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesNothingToAnEngineThatFailsInEveryWay(long seed) throws Exception {
        Random random = new Random(seed);
        Deed[] deeds = {
            Deed.TAKE, Deed.TAKE_AND_DIE, Deed.DIE, Deed.HANG, Deed.HANG_IN_REPLY, Deed.UNAVAILABLE, Deed.GARBAGE
        };
        int[] left = {12};
        try (ScriptedEngine engine =
                        new ScriptedEngine(() -> left[0]-- > 0 ? deeds[random.nextInt(deeds.length)] : Deed.TAKE);
                SignalBed bed = new SignalBed(folder, List.of(config(engine.address(), BIG)))) {
            for (int i = 0; i < 20; i++) {
                bed.write(lines(i * 200, i * 200 + 200), 50);
            }
            await(() -> texts(engine).equals(expected(0, 4_000)), "all arrive in the end, seed " + seed);
            assertConserved(bed.stream.feeds().getFirst());
        }
    }

    @Test
    void flowsWhileTheSinkIsStuckAndRestsAfterwards() throws Exception {
        try (ScriptedEngine engine = new ScriptedEngine(() -> Deed.TAKE);
                SignalBed bed = new SignalBed(folder, List.of(config(engine.address(), BIG)))) {
            bed.write(lines(0, 1_000), 50);
            await(() -> texts(engine).equals(expected(0, 1_000)), "the pipeline gives its signals");
            bed.hold(true);
            bed.write(lines(1_000, 3_000), 50);
            await(() -> texts(engine).equals(expected(0, 3_000)), "signals flow while the pipeline stands");
            assertTrue(
                    bed.scouted.get() >= 1_900, "read ahead of the pipeline, which had begun with one batch at most");
            long made = bed.stream.feeds().getFirst().stats().made().sum();
            bed.hold(false);
            await(() -> bed.journal.pendingRecords("opensearch") == 0, "the pipeline catches up");
            await(() -> !bed.stream.isLookingAhead(), "the scout rests");
            assertEquals(made, bed.stream.feeds().getFirst().stats().made().sum(), "nothing was made twice");
            long scouted = bed.scouted.get();
            bed.write(lines(3_000, 4_000), 50);
            await(() -> texts(engine).equals(expected(0, 4_000)), "the pipeline gives its signals again");
            assertEquals(scouted, bed.scouted.get(), "nothing is parsed twice any more");
        }
    }

    @Test
    void keepsInTheJournalWhatDoesNotFitTheMemoryWhileTheEngineIsAway() throws Exception {
        int port;
        try (ScriptedEngine gone = new ScriptedEngine(() -> Deed.TAKE)) {
            port = gone.port();
        }
        URI address = URI.create("http://127.0.0.1:" + port);
        try (SignalBed bed = new SignalBed(folder, List.of(config(address, 20_000)))) {
            SignalFeed feed = bed.stream.feeds().getFirst();
            bed.write(lines(0, 20_000), 100);
            await(() -> bed.journal.pendingRecords("opensearch") == 0, "the sink goes on without the engine");
            assertTrue(feed.pending() < 100, () -> "memory is bounded: " + feed.pending());
            assertTrue(bed.journal.pendingRecords("signals") >= 19_000, "the journal keeps the rest");
            try (ScriptedEngine engine = new ScriptedEngine(() -> Deed.TAKE, port)) {
                await(() -> texts(engine).equals(expected(0, 20_000)), "all arrive when it is back");
                assertConserved(feed);
                await(() -> !bed.stream.isLookingAhead(), "the scout rests");
                bed.write(lines(20_000, 20_100), 100);
                await(() -> texts(engine).equals(expected(0, 20_100)), "and it goes on");
            }
        }
    }

    @Test
    void oneEngineAwayDoesNotHoldTheOther() throws Exception {
        try (ScriptedEngine dead = new ScriptedEngine(() -> Deed.UNAVAILABLE);
                ScriptedEngine engine = new ScriptedEngine(() -> Deed.TAKE);
                SignalBed bed = new SignalBed(
                        folder, List.of(config(dead.address(), 2_000), config(engine.address(), 2_000)))) {
            bed.write(lines(0, 5_000), 100);
            await(() -> texts(engine).equals(expected(0, 5_000)), "the other one gets everything");
            assertTrue(dead.acknowledged.isEmpty());
        }
        try (ScriptedEngine engine = new ScriptedEngine(() -> Deed.TAKE);
                SignalBed bed = new SignalBed(folder, List.of(config(engine.address(), BIG)))) {
            await(() -> texts(engine).equals(expected(0, 5_000)), "the first lane goes on after a restart");
            assertEquals(List.of("opensearch", "signals"), bed.journal.readerNames());
        }
    }

    @Test
    void holdsBackTheJournalUntilItsSignalsAreAcknowledged() throws Exception {
        JournalConfig small = JournalConfig.defaults().withSizes(1 << 20, 64 << 10);
        try (ScriptedEngine engine = new ScriptedEngine(() -> Deed.UNAVAILABLE);
                SignalBed bed = new SignalBed(folder, small, List.of(config(engine.address(), BIG)), false)) {
            bed.write(lines(0, 3_000), 100);
            await(() -> bed.journal.pendingRecords("opensearch") == 0, "the sink has all");
            assertEquals(3_000, bed.journal.pendingRecords("signals"));
            assertTrue(bed.journal.unreadBytes() > 60_000, "the engine's part is not free");
        }
    }

    @Test
    void givesUpOnAPoisonedSignalOnly() throws Exception {
        try (ScriptedEngine engine = new ScriptedEngine(() -> Deed.REFUSE_POISON);
                SignalBed bed = new SignalBed(folder, List.of(config(engine.address(), BIG)))) {
            bed.hold(true);
            bed.write(lines(0, 500), 100);
            bed.write(List.of("signal poison"), 1);
            bed.write(lines(500, 1_000), 100);
            bed.hold(false);
            await(() -> texts(engine).equals(expected(0, 1_000)), "the others arrive");
            SignalFeed feed = bed.stream.feeds().getFirst();
            await(() -> feed.pending() == 0, "nothing waits");
            assertEquals(1, feed.stats().refused().sum());
            assertConserved(feed);
        }
    }

    @Test
    void requestsStayWithinWhatTheEngineTakes() throws Exception {
        try (ScriptedEngine engine = new ScriptedEngine(() -> Deed.TAKE);
                SignalBed bed = new SignalBed(folder, List.of(config(engine.address(), 16 << 20)))) {
            String large = "signal " + "x".repeat(100_000);
            bed.write(IntStream.range(0, 400).mapToObj(i -> large + i).toList(), 20);
            await(() -> engine.acknowledged.size() == 400, "all arrive");
            assertTrue(engine.largestRequest.get() <= 1 << 20, () -> "bytes: " + engine.largestRequest.get());
        }
    }

    /** What is on disk while it runs is what {@code kill -9} leaves behind. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void losesNothingWhenTheCollectorDiesAtAnyPoint(long seed) throws Exception {
        Random random = new Random(seed);
        Deed[] deeds = {Deed.TAKE, Deed.TAKE, Deed.TAKE_AND_DIE, Deed.DIE, Deed.UNAVAILABLE};
        Set<String> before;
        Path left = folder.resolve("left");
        int journaled = 4_000;
        try (ScriptedEngine engine = new ScriptedEngine(() -> deeds[random.nextInt(deeds.length)]);
                SignalBed bed = new SignalBed(
                        folder.resolve("alive"), List.of(config(engine.address(), 4_000 + random.nextInt(20_000))))) {
            bed.write(lines(0, journaled), 1 + random.nextInt(60));
            bed.hold(random.nextBoolean());
            int some = random.nextInt(390);
            await(() -> engine.acknowledged.size() >= some, "some arrive");
            before = new HashSet<>(texts(engine));
            copy(folder.resolve("alive"), left);
        }
        try (ScriptedEngine engine = new ScriptedEngine(() -> Deed.TAKE);
                SignalBed bed = new SignalBed(left, List.of(config(engine.address(), BIG)))) {
            await(
                    () -> {
                        Set<String> all = new HashSet<>(before);
                        all.addAll(texts(engine));
                        return all.equals(expected(0, journaled));
                    },
                    "all arrive before or after, seed " + seed);
            await(() -> bed.journal.pendingRecords("signals") == 0, "the position comes to the end");
            assertFalse(engine.acknowledged.isEmpty() && before.size() < 400);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
