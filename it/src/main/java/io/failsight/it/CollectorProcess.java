package io.failsight.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A collector as the supervisor starts it: the packaged application in a JVM of its own with its 256 MB of heap. It ends with its parent, since
 * its stdin closes then. Thread-safe.
 */
public final class CollectorProcess implements AutoCloseable {
    private static final long START_LIMIT_SECONDS = 90;
    private static final long STOP_LIMIT_SECONDS = 40;

    private final Path home;
    private final Path data;
    private final URI opensearch;
    private final String token;
    private final List<String> more;
    private final Map<String, String> environment;
    private final Map<String, Integer> ports;
    private Process process;

    /**
     * Starts a collector and waits until it is ready.
     *
     * @param home top of the built tree
     * @param data its data folder; made when missing
     * @param opensearch where entries go
     * @param token bearer token of OpenSearch
     * @param more further {@code -D} options
     */
    public CollectorProcess(Path home, Path data, URI opensearch, String token, List<String> more) throws IOException {
        this(home, data, opensearch, token, more, Map.of());
    }

    /**
     * The same with more variables in its environment.
     *
     * @param environment such as {@code LD_PRELOAD}
     */
    public CollectorProcess(
            Path home, Path data, URI opensearch, String token, List<String> more, Map<String, String> environment)
            throws IOException {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.data = data;
        this.opensearch = opensearch;
        this.token = token;
        this.more = List.copyOf(more);
        this.ports = new TreeMap<>();
        for (String door :
                List.of("otlp-http", "otlp-grpc", "management", "syslog", "syslog-tls", "json-lines", "lumberjack")) {
            ports.put(door, FreePorts.next());
        }
        this.process = launch();
    }

    private Process launch() throws IOException {
        Files.createDirectories(data.resolve("logs"));
        Path tokenFile = data.resolve("token");
        Files.writeString(tokenFile, token);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-Dfailsight.exit-when-stdin-closes=true",
                "-Dfailsight.data-dir=" + data,
                "-Dfailsight.packs-dir=" + home.resolve("collector/packs"),
                "-Dfailsight.opensearch.url=" + opensearch,
                "-Dfailsight.opensearch.token-file=" + tokenFile,
                "-Dfailsight.syslog.port=" + port("syslog"),
                "-Dfailsight.syslog-tls.port=" + port("syslog-tls"),
                "-Dfailsight.jsonlines.port=" + port("json-lines"),
                "-Dfailsight.lumberjack.port=" + port("lumberjack"),
                "-Dquarkus.http.port=" + port("otlp-http"),
                "-Dquarkus.grpc.server.port=" + port("otlp-grpc"),
                "-Dquarkus.management.port=" + port("management")));
        command.addAll(more);
        command.addAll(List.of(
                "-jar",
                home.resolve("collector/app/target/quarkus-app/quarkus-run.jar").toString()));
        Path out = data.resolve("logs/collector.out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
        builder.environment().putAll(environment);
        Process started = builder.start();
        awaitReady(started, out);
        return started;
    }

    private void awaitReady(Process started, Path out) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        URI ready = URI.create("http://127.0.0.1:" + port("management") + "/q/health/ready");
        while (System.nanoTime() < deadline && started.isAlive()) {
            if (Metrics.status(ready, "") == 200) {
                return;
            }
            pause();
        }
        started.destroyForcibly();
        throw new IOException(
                "the collector was not ready after " + START_LIMIT_SECONDS + " s; it said: " + Files.readString(out));
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the collector", e);
        }
    }

    /** Port of a door: {@code otlp-http, otlp-grpc, management, syslog, syslog-tls, json-lines, lumberjack}; the same over restarts. */
    public int port(String door) {
        Integer port = ports.get(door);
        if (port == null) {
            throw new IllegalArgumentException("no door is called " + door + ", only " + ports.keySet());
        }
        return port;
    }

    public Process process() {
        return process;
    }

    public ProcessUsage usage() throws IOException {
        return ProcessUsage.of(process.pid());
    }

    /** Sum over all series of a metric of {@code /q/metrics}, 0 when there is none. */
    public double metric(String name) throws IOException {
        return metric(name, "");
    }

    /** Sum over the series of a metric whose labels hold that text. */
    public double metric(String name, String labelText) throws IOException {
        return Metrics.sum(URI.create("http://127.0.0.1:" + port("management") + "/q/metrics"), name, labelText);
    }

    /** Ends it without warning, as a power cut would, and waits until it is gone. */
    public void kill9() {
        await(process.destroyForcibly());
    }

    /** Starts it again on the same folder and the same ports. */
    public void restart() throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException("the collector still runs");
        }
        process = launch();
    }

    private static void await(Process ending) {
        try {
            if (!ending.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                ending.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            ending.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Stops it in order. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        await(process);
    }
}
