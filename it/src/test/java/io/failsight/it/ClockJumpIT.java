package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock under a collector is set ahead and back by an hour while two senders write, one of which has a clock that jumps, too. Each line is there once
 * and in order, nobody counts as silent, nothing is evicted, and the collector lives on. The clock is libfaketime's, which all of an appliance does not stand:
 * what the engine does then is tested with clocks of its own (CoreTimeTest, DeliveriesTest, CorrelatorTest).
 */
final class ClockJumpIT {
    private static final List<String> JUMPS = List.of("+1h", "-1h", "+0", "-1h", "+1h", "+400d", "+0");
    private static final Duration BETWEEN = Duration.ofSeconds(12);
    private static final Pattern LINE = Pattern.compile("(steady|jumping) line number (\\d+) end");

    private static @TempDir Path folder;

    @Test
    @EnabledIfSystemProperty(named = "failsight.full", matches = "true", disabledReason = "a JVM is slow on this clock")
    void nothingIsLostOrDoubledOrMadeUpWhenClocksAreSet() throws Exception {
        Path faketime;
        try (var found =
                Files.find(Path.of("/usr/lib"), 4, (path, attributes) -> path.endsWith("faketime/libfaketime.so.1"))) {
            faketime = found.findFirst().orElseThrow(() -> new IOException("install the package libfaketime"));
        }
        Path clock = Files.writeString(folder.resolve("clock"), "+0");
        Path settings = Files.writeString(folder.resolve("failsight.yaml"), """
                sites: [{name: north, nodes: [{name: steady, cluster: pair}, {name: jumping, cluster: pair}]}]
                sources: [{node: steady, silent-after: 1m}, {node: jumping, silent-after: 1m}]
                """);
        Map<String, String> environment = Map.of(
                "LD_PRELOAD",
                faketime.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                clock.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
        try (NodeProcess node = NodeProcess.start(folder.resolve("node"), 0, "512m");
                Index index = new Index(node.address(), node.token());
                CollectorProcess collector = new CollectorProcess(
                        Home.path(),
                        folder.resolve("collector"),
                        node.address(),
                        node.token(),
                        List.of(
                                "-Dfailsight.config-file=" + settings,
                                "-Dfailsight.local-logs.enabled=false",
                                "-Dfailsight.indices.tend-interval=1s"),
                        environment)) {
            long pid = collector.process().pid();
            Set<String> indices = names(index);
            try (Sender steady = new Sender(collector.port("syslog"), "steady");
                    Sender jumping = new Sender(collector.port("syslog"), "jumping")) {
                Thread.sleep(BETWEEN.dividedBy(2)); // lines before the first jump
                for (String jump : JUMPS) {
                    setClock(clock, jump);
                    jumping.jump = jump.equals("+0") ? Duration.ofHours(1) : Duration.ZERO;
                    Thread.sleep(BETWEEN); // lines between the jumps
                }
                Map<String, Integer> sent = new TreeMap<>();
                sent.put("steady", steady.stop());
                sent.put("jumping", jumping.stop());
                Map<String, List<Integer>> found = awaitAll(index, sent);
                sent.forEach((name, count) -> {
                    List<Integer> expected = new ArrayList<>();
                    for (int number = 0; number < count; number++) {
                        expected.add(number);
                    }
                    assertEquals(expected, found.get(name), name + ": each line once, in the order of seq");
                });
                System.out.printf("%d jumps of the clock: %s lines, each once and in order%n", JUMPS.size(), sent);
            }
            List<JsonNode> own = index.find("product:failsight AND body:\"Clock of this machine was set\"", 100);
            assertTrue(own.size() >= JUMPS.size(), "the jumps are said: " + own);
            assertEquals(List.of(), index.find("body:\"is silent\"", 10), "nobody is accused");
            assertTrue(names(index).containsAll(indices), "nothing is evicted");
            assertTrue(collector.process().isAlive() && collector.process().pid() == pid, "it lives on");
            assertEquals(0, collector.metric("failsight_journal_lost_total"));
            assertEquals(0, collector.metric("failsight_indices_evicted_total"));
        }
    }

    /** At once, whatever a reader sees in between. */
    private static void setClock(Path clock, String jump) throws IOException {
        Path fresh = Files.writeString(clock.resolveSibling("clock.new"), jump);
        Files.move(
                fresh,
                clock,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static Set<String> names(Index index) throws Exception {
        Set<String> names = new TreeSet<>();
        for (JsonNode row : index.call("GET", "/_cat/indices/failsight-*?format=json&h=index", null)) {
            names.add(row.path("index").asText());
        }
        return names;
    }

    /** Numbers by sender, in the order of receipt. */
    private static Map<String, List<Integer>> awaitAll(Index index, Map<String, Integer> sent) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            index.refresh();
            Map<String, TreeMap<Long, Integer>> bySequence = new TreeMap<>();
            int[] count = {0};
            index.forEach(entry -> {
                Matcher matcher = LINE.matcher(entry.path("body").asText());
                if (matcher.find()) {
                    count[0]++;
                    bySequence
                            .computeIfAbsent(matcher.group(1), name -> new TreeMap<>())
                            .put(entry.path("seq").asLong(), Integer.parseInt(matcher.group(2)));
                }
            });
            int wanted = sent.values().stream().mapToInt(Integer::intValue).sum();
            if (count[0] >= wanted || System.nanoTime() > end) {
                assertEquals(wanted, count[0]);
                Map<String, List<Integer>> found = new TreeMap<>();
                bySequence.forEach((name, numbers) -> found.put(name, List.copyOf(numbers.values())));
                return found;
            }
            Thread.sleep(200);
        }
    }

    /** Writes a numbered line each 20 ms, with the time of its own clock. */
    private static final class Sender implements AutoCloseable {
        private final Socket socket;
        private final Thread thread;
        private volatile Duration jump = Duration.ZERO;
        private volatile boolean stopping;
        private int count;

        Sender(int port, String name) throws IOException {
            socket = new Socket("127.0.0.1", port);
            OutputStream out = socket.getOutputStream();
            thread = Thread.ofPlatform().name(name).start(() -> {
                try {
                    while (!stopping) {
                        String line = "<14>1 " + Instant.now().plus(jump) + " " + name + " app 1 - - " + name
                                + " line number " + count + " end\n";
                        out.write(line.getBytes(StandardCharsets.UTF_8));
                        count++;
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(name + " could not write", e);
                }
            });
        }

        /** How many lines it wrote. */
        int stop() throws InterruptedException {
            stopping = true;
            thread.join();
            return count;
        }

        @Override
        public void close() throws IOException, InterruptedException {
            stop();
            socket.close();
        }
    }
}
