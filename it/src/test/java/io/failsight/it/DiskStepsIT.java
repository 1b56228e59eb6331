package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Others fill the disk of a running appliance to 85, 92, 97 and 100 %: it evicts, degrades, refuses, stays whole, and recovers by itself when there is room
 * again. Needs the right to mount a file system; without it the test is counted as skipped.
 */
final class DiskStepsIT {
    private static final int DISK_MEBIBYTES = 2_300;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROUNDS = Boolean.getBoolean("failsight.full") ? 5 : 1;
    private static final Duration FULL_FOR = Duration.ofSeconds(Boolean.getBoolean("failsight.full") ? 60 : 5);

    private static @TempDir Path folder;

    private final Random random = new Random(20_261_120L);
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aDiskThatFillsUpIsMetStepByStepAndLeftByItself() throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.mount(folder.resolve("disk"), DISK_MEBIBYTES);
        assumeTrue(
                mounted.isPresent(), "this account may not mount a file system: how a full disk is met was NOT tested");
        Path followed = Files.createDirectories(folder.resolve("followed")).resolve("app.log");
        Files.createFile(followed);
        try (SmallDisk disk = mounted.get();
                Appliance appliance = new Appliance(
                        disk.path().resolve("data"),
                        "files: [" + followed + "]\n",
                        Map.of(
                                "FAILSIGHT_INDICES_ROLL_OVER_BYTES",
                                "2000000",
                                "FAILSIGHT_INDICES_TEND_INTERVAL",
                                "1s"))) {
            appliance.await("*", 1);
            Index index = new Index(
                    URI.create("http://127.0.0.1:" + appliance.port("opensearch")),
                    Files.readString(disk.path().resolve("data/secrets/opensearch.token"))
                            .strip());
            for (int round = 0; round < ROUNDS; round++) {
                String mark = "r" + round;
                fillIndices(appliance, index, mark);
                evicts(disk, appliance, index);
                degrades(disk, appliance, mark);
                Refused refused = refuses(disk, appliance, followed, mark);
                staysWhole(disk, appliance, mark);
                recovers(disk, appliance, refused, mark, round);
            }
        }
    }

    /** Three indices of bulky and of normal entries that are not written any more. */
    private void fillIndices(Appliance appliance, Index index, String mark) throws Exception {
        for (int part = 0; part < 12 && (closed(index, "bulky") < 3 || closed(index, "normal") < 3); part++) {
            for (String level : new String[] {"DEBUG", "INFO"}) {
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < 700; i++) {
                    byte[] noise = new byte[3_000];
                    random.nextBytes(noise);
                    lines.append("{\"level\":\"")
                            .append(level)
                            .append("\",\"message\":\"filler ")
                            .append(mark)
                            .append(' ');
                    lines.append(Base64.getEncoder().encodeToString(noise)).append("\"}\n");
                }
                send(appliance, "json-lines", lines.toString());
            }
            send(
                    appliance,
                    "syslog",
                    "<86>1 " + Instant.now() + " host sudo 1 - - admin : COMMAND=/bin/kept" + mark + "\n");
            Thread.sleep(1_500); // time passes between the parts, so that indices roll over
        }
        await("indices rolled over", () -> closed(index, "bulky") >= 2 && closed(index, "normal") >= 2);
        appliance.await("COMMAND AND kept" + mark, 1);
    }

    private static Set<String> names(Index index, String storageClass) throws Exception {
        Set<String> names = new TreeSet<>();
        for (JsonNode row :
                index.call("GET", "/_cat/indices/failsight-" + storageClass + "-*?format=json&h=index", null)) {
            names.add(row.path("index").asText());
        }
        return names;
    }

    private static int closed(Index index, String storageClass) throws Exception {
        return names(index, storageClass).size() - 1;
    }

    private void evicts(SmallDisk disk, Appliance appliance, Index index) throws Exception {
        Set<String> normal = names(index, "normal");
        Set<String> keep = names(index, "keep");
        Set<String> bulky = names(index, "bulky");
        disk.fillTo(0.857);
        await("evicting", () -> step(appliance).equals("evicting"));
        Set<String> oldBulky = new TreeSet<>(bulky);
        oldBulky.remove(((TreeSet<String>) bulky).last());
        await("old bulky and normal entries are evicted", () -> {
            disk.fillTo(0.88); // again and again: what is evicted makes room
            Set<String> normalNow = names(index, "normal");
            Set<String> bulkyNow = names(index, "bulky");
            boolean normalWent = !normalNow.containsAll(normal);
            if (normalWent) {
                assertTrue(
                        oldBulky.stream().noneMatch(bulkyNow::contains),
                        "normal ones went before all bulky ones: " + normalNow + " " + bulkyNow);
            }
            return normalWent;
        });
        assertTrue(names(index, "keep").containsAll(keep), "evidence stays");
        awaitSaid(appliance, "\"old entries are evicted early\"");
    }

    private void degrades(SmallDisk disk, Appliance appliance, String mark) throws Exception {
        await("degraded", () -> {
            disk.fillTo(0.93); // again and again: what is evicted makes room
            return step(appliance).equals("degraded");
        });
        double leftOut = appliance.metric("failsight_sink_left_out_total");
        send(
                appliance,
                "json-lines",
                "{\"level\":\"DEBUG\",\"message\":\"detail" + mark + "\"}\n{\"level\":\"INFO\",\"message\":\"plain"
                        + mark + "\"}\n");
        appliance.await("plain" + mark, 1);
        await("counted", () -> appliance.metric("failsight_sink_left_out_total") > leftOut);
        assertEquals(0, appliance.total("detail" + mark));
        awaitSaid(appliance, "\"debug lines and spans are no longer indexed\"");
    }

    /** A Lumberjack connection whose window nobody acknowledged yet. */
    private record Refused(Socket lumberjack) {}

    private Refused refuses(SmallDisk disk, Appliance appliance, Path followed, String mark) throws Exception {
        await("refusing", () -> {
            disk.fillTo(0.978);
            return step(appliance).equals("refusing");
        });
        HttpResponse<String> otlp = otlp(appliance, "otlp" + mark);
        assertEquals(503, otlp.statusCode());
        assertTrue(otlp.headers().firstValue("Retry-After").isPresent(), "OTLP is told when to come again");
        assertTrue(otlp.body().contains("% full"), otlp::body);
        send(appliance, "syslog", "<14>1 " + Instant.now() + " host app 1 - - syslog" + mark + "\n");
        send(appliance, "json-lines", "{\"message\":\"json" + mark + "\"}\n");
        Files.writeString(followed, "file" + mark + "\n", StandardOpenOption.APPEND);
        Socket lumberjack = new Socket("127.0.0.1", appliance.port("lumberjack"));
        byte[] event = ("{\"message\":\"beat" + mark + "\"}").getBytes(StandardCharsets.UTF_8);
        lumberjack
                .getOutputStream()
                .write(ByteBuffer.allocate(6 + 10 + event.length)
                        .put((byte) '2')
                        .put((byte) 'W')
                        .putInt(1)
                        .put((byte) '2')
                        .put((byte) 'J')
                        .putInt(1)
                        .putInt(event.length)
                        .put(event)
                        .array());
        assertFalse(acknowledged(lumberjack, Duration.ofSeconds(2)), "Lumberjack is not acknowledged");
        for (String words : new String[] {"otlp", "syslog", "json", "file", "beat"}) {
            assertEquals(0, appliance.total(words + mark), words);
        }
        return new Refused(lumberjack);
    }

    private static void staysWhole(SmallDisk disk, Appliance appliance, String mark) throws Exception {
        long[] before = pids(appliance);
        disk.fillUp();
        long end = System.nanoTime() + FULL_FOR.toNanos();
        int written = 0;
        while (System.nanoTime() < end) {
            disk.fillUp(); // whatever anybody frees is gone at once
            appliance.post(
                    "/api/v1/silences",
                    Map.of(
                            "cluster",
                            "none",
                            "to",
                            Instant.now().plusSeconds(600).toString(),
                            "reason",
                            "audited while the disk is full " + mark + " " + ++written));
            Thread.sleep(500);
        }
        assertTrue(written > 2, "the audit is written: " + written);
        assertEquals("full", step(appliance));
        assertTrue(appliance.total("plain" + mark) == 1, "what is there can be searched");
        org.junit.jupiter.api.Assertions.assertArrayEquals(before, pids(appliance), "nobody died");
    }

    private void recovers(SmallDisk disk, Appliance appliance, Refused refused, String mark, int round)
            throws Exception {
        long[] before = pids(appliance);
        disk.clear();
        await("room again", () -> step(appliance).equals("enough"));
        await("OTLP taken in", () -> otlp(appliance, "otlp" + mark).statusCode() == 200);
        try (Socket lumberjack = refused.lumberjack()) {
            assertTrue(acknowledged(lumberjack, LIMIT), "Lumberjack is acknowledged in the end");
        }
        for (String words : new String[] {"otlp", "syslog", "json", "file", "beat"}) {
            appliance.await(words + mark, 1);
        }
        Thread.sleep(1_500); // a second copy would be searchable by now
        for (String words : new String[] {"otlp", "syslog", "json", "file", "beat"}) {
            assertEquals(1, appliance.total(words + mark), words);
        }
        appliance.await("COMMAND AND kept" + mark, 1);
        awaitSaid(appliance, "\"has room again\"");
        assertTrue(
                appliance.get("/api/v1/audit").toString().contains("audited while the disk is full " + mark),
                "the audit survived");
        org.junit.jupiter.api.Assertions.assertArrayEquals(before, pids(appliance), "nobody had to be started again");
        System.out.printf("disk filled to 85, 92, 97, 100 %% and cleared: round %d%n", round + 1);
    }

    private static long[] pids(Appliance appliance) throws Exception {
        return new long[] {
            appliance.part("opensearch").path("pid").asLong(),
            appliance.part("collector").path("pid").asLong(),
            appliance.part("engine").path("pid").asLong()
        };
    }

    private static String step(Appliance appliance) throws Exception {
        return appliance.get("/api/v1/status").path("disk").path("step").asText();
    }

    private static void awaitSaid(Appliance appliance, String words) throws Exception {
        appliance.await("product:failsight AND " + words, 1);
    }

    private HttpResponse<String> otlp(Appliance appliance, String words) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + appliance.port("otlp-http") + "/v1/logs"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\""
                                        + words + "\"}}]}]}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void send(Appliance appliance, String door, String lines) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", appliance.port(door));
                OutputStream out = socket.getOutputStream()) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether the window's only event is acknowledged within that time; keep-alives acknowledge nothing. */
    private static boolean acknowledged(Socket socket, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        try {
            while (System.nanoTime() < end) {
                socket.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
                in.readShort();
                if (in.readInt() == 1) {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            return false;
        }
        return false;
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < end, "not within " + LIMIT.toSeconds() + " s: " + what);
            Thread.sleep(100);
        }
    }
}
