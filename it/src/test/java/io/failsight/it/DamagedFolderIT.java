package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of a whole appliance are damaged, while it runs and while it is down, one of each kind: it starts without a human, says what was lost, and what lies
 * elsewhere is there, once. A copy of its folder, made while it ran, starts as well.
 */
final class DamagedFolderIT {
    private static final int LINES = 2_000;
    private static final Pattern LINE = Pattern.compile("obligation number (\\d+) end");
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static @TempDir Path folder;

    private final Random random = new Random(20_261_120L);

    @Test
    void startsWithoutAHumanWhateverIsDamagedAndLosesNothingThatLiesElsewhere() throws Exception {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("copy");
        try (Appliance appliance = new Appliance(data, "")) {
            appliance.await("*", 1);
            send(appliance, 0, LINES);
            appliance.await("obligation", LINES);
            audit(appliance, "before the damage");
            settingsAreDamagedWhilePartsAreKilled(appliance, data);
            copyWhileItRuns(appliance, data, copy);
        }
        damageWhileDown(data);
        try (Appliance appliance = new Appliance(data, "")) {
            awaitReady(appliance, Instant.now());
            String printed = appliance.printed();
            for (String name : List.of("opensearch.token", "stream-token", "ca.crt")) {
                assertTrue(printed.contains(name + " was damaged"), printed);
            }
            awaitLog(data, "engine", "the engine's ledger was damaged");
            assertTrue(Files.isDirectory(data.resolve("engine/damaged-1")));
            awaitLog(data, "collector", "was damaged (");
            awaitEachOnce(appliance, data, LINES + 100);
            assertTrue(
                    Files.isDirectory(data.resolve("opensearch/damaged")), "the damaged files of the index are kept");
            audit(appliance, "after the damage");
            send(appliance, LINES + 100, 50);
            awaitEachOnce(appliance, data, LINES + 150);
        }
        try (Appliance appliance = new Appliance(copy, "")) {
            awaitReady(appliance, Instant.now());
            awaitEachOnce(appliance, copy, LINES);
        }
        refusesSettingsThatAreDamagedInOneMessage(data);
    }

    /** Parts that are started again by the supervisor use what was checked at the start. */
    private void settingsAreDamagedWhilePartsAreKilled(Appliance appliance, Path data) throws Exception {
        Path settings = data.resolve("failsight.yaml");
        byte[] noise = new byte[500];
        random.nextBytes(noise);
        byte[] good = Files.readAllBytes(settings);
        Files.write(settings, noise);
        for (String part : List.of("collector", "engine")) {
            long pid = appliance.part(part).path("pid").asLong();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            appliance.awaitRestarted(part, pid);
        }
        send(appliance, LINES, 50);
        appliance.await("obligation", LINES + 50);
        Files.write(settings, good);
    }

    private void copyWhileItRuns(Appliance appliance, Path data, Path copy) throws Exception {
        Thread load = Thread.ofPlatform().start(() -> {
            try {
                send(appliance, LINES + 50, 50);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        Process copying = new ProcessBuilder("cp", "-a", data.toString(), copy.toString()).start();
        assertTrue(copying.waitFor(60, TimeUnit.SECONDS));
        load.join();
        appliance.await("obligation", LINES + 100);
        // the copy must not talk to the supervisor of the folder that it was copied from
        Process status = new ProcessBuilder(
                        Home.path().resolve("failsight").toString(), "down", "--data", copy.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("down.out").toFile())
                .start();
        status.waitFor();
        assertEquals(
                "ready", appliance.part("collector").path("state").asText(), "down on the copy stopped the original");
    }

    /** One of each kind. */
    private void damageWhileDown(Path data) throws IOException {
        Files.writeString(data.resolve("secrets/opensearch.token"), "short");
        Files.write(data.resolve("secrets/stream-token"), new byte[44]);
        truncate(data.resolve("secrets/server.key"), 60);
        truncate(data.resolve("secrets/ca.crt"), 100);
        Files.writeString(data.resolve("run/control"), "/nowhere\0\n\n");
        Files.write(data.resolve("run/lock"), new byte[] {1, 2, 3});
        overwrite(data.resolve("engine/failsight.db"), 2 * 4_096, 4_096);
        Path segment;
        try (var files = Files.walk(data.resolve("opensearch"))) {
            // the largest file of an index of normal entries: its stored fields or postings
            segment = files.filter(file -> file.getFileName().toString().matches("_.*\\.(cfs|fdt|doc|tim|pos)"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
        truncate(segment, segment.toFile().length() / 2);
    }

    private static void truncate(Path file, long length) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(length);
        }
    }

    private void overwrite(Path file, long from, int length) throws IOException {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(from);
            bytes.write(noise);
        }
    }

    private void refusesSettingsThatAreDamagedInOneMessage(Path data) throws Exception {
        Files.writeString(data.resolve("failsight.yaml"), "ports:\n  console: 80");
        Files.writeString(data.resolve("failsight.yaml"), "ports:\n  console: [1, 2\nlisten: {");
        Instant begin = Instant.now();
        ProcessBuilder builder =
                new ProcessBuilder(Home.path().resolve("failsight").toString(), "up", "--data", data.toString());
        builder.environment().put("FAILSIGHT_SKIP_BUILD", "true");
        Process up = builder.redirectErrorStream(true).start();
        String said = new String(up.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, up.waitFor());
        assertTrue(said.contains("failsight.yaml line ") && said.lines().count() <= 2, said);
        assertTrue(Duration.between(begin, Instant.now()).compareTo(START_LIMIT) < 0);
    }

    private static void awaitReady(Appliance appliance, Instant begin) throws Exception {
        while (!appliance.printed().contains("Open ")) {
            assertTrue(appliance.process().isAlive(), appliance.printed());
            assertTrue(
                    Duration.between(begin, Instant.now()).compareTo(LIMIT) < 0,
                    "not ready after " + LIMIT.toSeconds() + " s: " + appliance.printed());
            Thread.sleep(100);
        }
        System.out.printf(
                "ready after %.1f s%n", Duration.between(begin, Instant.now()).toMillis() / 1000.0);
    }

    private static void awaitLog(Path data, String part, String words) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        String said = "";
        while (!said.contains(words)) {
            assertTrue(System.nanoTime() < end, part + " never said: " + words + "; but: " + said);
            Thread.sleep(200);
            said = Files.readString(data.resolve("logs/" + part + ".out"), StandardCharsets.ISO_8859_1);
        }
    }

    private static void audit(Appliance appliance, String reason) throws Exception {
        appliance.post(
                "/api/v1/silences",
                Map.of("cluster", "none", "to", Instant.now().plusSeconds(600).toString(), "reason", reason));
    }

    private static void send(Appliance appliance, int from, int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int number = from; number < from + count; number++) {
            lines.append("{\"message\":\"obligation number ").append(number).append(" end\"}\n");
        }
        try (Socket socket = new Socket("127.0.0.1", appliance.port("json-lines"));
                OutputStream out = socket.getOutputStream()) {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Each of the first numbers is there, and none twice. */
    private static void awaitEachOnce(Appliance appliance, Path data, int numbers) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        Index index = new Index(
                URI.create("http://127.0.0.1:" + appliance.port("opensearch")),
                Files.readString(data.resolve("secrets/opensearch.token")).strip());
        while (true) {
            Map<Integer, Integer> found = new HashMap<>();
            try {
                index.refresh();
                index.forEach(entry -> {
                    Matcher matcher = LINE.matcher(entry.path("body").asText());
                    if (matcher.find()) {
                        found.merge(Integer.parseInt(matcher.group(1)), 1, Integer::sum);
                    }
                });
            } catch (IOException e) {
                found.clear(); // an index is being made again
            }
            long there =
                    found.keySet().stream().filter(number -> number < numbers).count();
            if (there == numbers || System.nanoTime() > end) {
                assertEquals(numbers, there, "of " + numbers + " lines so many are there");
                assertTrue(found.values().stream().allMatch(count -> count == 1), "each once");
                return;
            }
            Thread.sleep(500);
        }
    }
}
