package io.failsight.it.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.it.FreePorts;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./failsight up} on a built tree and an empty data folder, until the API gives the first entry. */
final class StartBench {
    private static final String PASSWORD = "bench-password-1";

    private final Path home;
    private final Path data;
    private final Map<String, Object> figures;

    StartBench(Path home, Path data, Map<String, Object> figures) {
        this.home = home;
        this.data = data;
        this.figures = figures;
    }

    Aim run() throws IOException, InterruptedException {
        int console = FreePorts.next();
        Files.writeString(data.resolve("failsight.yaml"), """
                ports:
                  console: %d
                  console-tls: %d
                  otlp-grpc: %d
                  otlp-http: %d
                  syslog: %d
                  json-lines: %d
                  collector-management: %d
                  opensearch: %d
                """.formatted(
                        console,
                        FreePorts.next(),
                        FreePorts.next(),
                        FreePorts.next(),
                        FreePorts.next(),
                        FreePorts.next(),
                        FreePorts.next(),
                        FreePorts.next()));
        long start = System.nanoTime();
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("failsight").toString(), "up", "--data", data.toString());
        builder.environment().put("FAILSIGHT_ADMIN_PASSWORD", PASSWORD);
        Process up = builder.redirectErrorStream(true)
                .redirectOutput(data.resolve("up.out").toFile())
                .start();
        try {
            double seconds = awaitFirstEntry(console, start, up);
            figures.put("start.secondsToFirstEntry", seconds);
            return Aim.atMost("./failsight up on a built tree to the first searchable entry, seconds", seconds, 20);
        } finally {
            up.destroy();
            if (!up.waitFor(60, TimeUnit.SECONDS)) {
                up.destroyForcibly();
            }
        }
    }

    private double awaitFirstEntry(int port, long start, Process up) throws IOException, InterruptedException {
        while (up.isAlive() && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(3)) {
            if (total(port) > 0) {
                return (System.nanoTime() - start) / 1e9;
            }
            Thread.sleep(100);
        }
        throw new IOException("no entry could be found; it said: " + Files.readString(data.resolve("up.out")));
    }

    private static long total(int port) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/api/v1/entries?query=*&from=now-1h&size=1")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(2_000);
            String credentials =
                    Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            connection.setRequestProperty("Authorization", "Basic " + credentials);
            return new ObjectMapper()
                    .readTree(connection.getInputStream())
                    .path("total")
                    .asLong();
        } catch (IOException e) {
            return 0; // not up yet
        }
    }
}
