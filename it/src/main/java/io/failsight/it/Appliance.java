package io.failsight.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** All of Failsight as a user starts it, {@code ./failsight up}, with ports and a data folder of its own. Not thread-safe. */
public final class Appliance implements AutoCloseable {
    /** Password of {@code admin}, set through the environment as unattended starts do. */
    public static final String PASSWORD = "correct horse battery 1";

    private static final List<String> PORTS = List.of(
            "console",
            "console-tls",
            "otlp-grpc",
            "otlp-http",
            "syslog",
            "syslog-tls",
            "json-lines",
            "lumberjack",
            "collector-management",
            "engine-management",
            "opensearch");
    private static final long STOP_LIMIT_SECONDS = 90;

    private final Path data;
    private final List<String> prefix;
    private final Map<String, Integer> ports = new TreeMap<>();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Process process;

    /**
     * Runs {@code ./failsight up} in the foreground and returns at once.
     *
     * @param data an empty folder
     * @param settings more lines for {@code failsight.yaml}
     */
    public Appliance(Path data, String settings) throws IOException {
        this(data, settings, List.of(), Map.of());
    }

    /**
     * The same with more variables in its environment.
     *
     * @param environment such as {@code FAILSIGHT_INDICES_ROLL_OVER_BYTES}: what is no operator's setting
     */
    public Appliance(Path data, String settings, Map<String, String> environment) throws IOException {
        this(data, settings, List.of(), environment);
    }

    /**
     * As {@link #Appliance(Path, String)}, in other circumstances.
     *
     * @param data a folder, empty but for {@code secrets/}, that the account which is switched to may write
     * @param prefix a command that runs another, such as {@code setpriv} or {@code ip netns exec}
     * @param environment more environment variables
     */
    public Appliance(Path data, String settings, List<String> prefix, Map<String, String> environment)
            throws IOException {
        this.data = data;
        this.prefix = List.copyOf(prefix);
        StringBuilder yaml = new StringBuilder("ports:\n");
        for (String port : PORTS) {
            ports.put(port, FreePorts.next());
            yaml.append("  ").append(port).append(": ").append(ports.get(port)).append('\n');
        }
        Files.createDirectories(data);
        Files.writeString(data.resolve("failsight.yaml"), yaml + settings);
        ProcessBuilder builder = new ProcessBuilder(command("up"));
        builder.environment().put("FAILSIGHT_ADMIN_PASSWORD", PASSWORD);
        builder.environment().put("FAILSIGHT_SKIP_BUILD", "true");
        builder.environment().putAll(environment);
        process = builder.redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Home.path().resolve("failsight").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        return command;
    }

    private Path output() {
        return data.resolveSibling(data.getFileName() + ".out");
    }

    public int port(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port is called " + name + ", only " + ports.keySet());
        }
        return port;
    }

    public Path data() {
        return data;
    }

    /** Address of the page. */
    public URI console() {
        return URI.create("http://127.0.0.1:" + port("console") + "/");
    }

    public Process process() {
        return process;
    }

    /** What {@code up} has printed so far. */
    public String printed() throws IOException {
        return Files.readString(output());
    }

    /** What another {@code ./failsight} command on the same data folder printed, with its exit code in front. */
    public String run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
        builder.environment().put("FAILSIGHT_SKIP_BUILD", "true");
        Process other = builder.start();
        String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return other.waitFor() + "\n" + printed;
    }

    /** What {@code ./failsight status} knows of that part: {@code opensearch}, {@code collector} or {@code engine}. */
    public JsonNode part(String name) throws IOException, InterruptedException {
        String printed = run("status", "--json");
        for (JsonNode part : new ObjectMapper()
                .readTree(printed.substring(printed.indexOf('\n') + 1))
                .path("parts")) {
            if (part.path("part").asText().equals(name)) {
                return part;
            }
        }
        throw new IOException("no part " + name + " runs; status said: " + printed);
    }

    /** Waits until that part is ready in another process than that. */
    public void awaitRestarted(String name, long pid) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        JsonNode part = part(name);
        while (part.path("pid").asLong() == pid || !part.path("state").asText().equals("ready")) {
            if (System.nanoTime() > deadline) {
                throw new IOException(name + " was not started again: " + part + "; up said: " + printed());
            }
            Thread.sleep(100);
            part = part(name);
        }
    }

    /** Entries that match, through the API as {@code admin}; -1 while the API does not answer. */
    public long total(String query) throws InterruptedException {
        try {
            return get("/api/v1/entries?size=1&from=now-30d&query="
                            + java.net.URLEncoder.encode(query, StandardCharsets.UTF_8))
                    .path("total")
                    .asLong(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    /** A GET through the API as {@code admin}. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = call("GET", path, "");
        if (response.statusCode() != 200) {
            throw new IOException(path + ": HTTP " + response.statusCode() + " " + response.body());
        }
        return new ObjectMapper().readTree(response.body());
    }

    /** Any call of the API as {@code admin}; a blank body is none. */
    public HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(console().resolve(path))
                .header("Authorization", "Basic " + credentials)
                .timeout(Duration.ofSeconds(30));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(
                request.method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A POST of JSON through the API as {@code admin}. */
    public JsonNode post(String path, Object body) throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        ObjectMapper json = new ObjectMapper();
        HttpRequest request = HttpRequest.newBuilder(console().resolve(path))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(path + ": HTTP " + response.statusCode() + " " + response.body());
        }
        return json.readTree(response.body());
    }

    /** Sum over all series of a metric of the collector, 0 when there is none. */
    public double metric(String name) throws IOException {
        URI metrics = URI.create("http://127.0.0.1:" + port("collector-management") + "/q/metrics");
        double sum = 0;
        try (var in = metrics.toURL().openStream()) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.startsWith(name + "{") || line.startsWith(name + " ")) {
                    sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                }
            }
        }
        return sum;
    }

    /** Waits until at least that many entries match. */
    public void await(String query, long atLeast) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (total(query) < atLeast) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IOException("fewer than " + atLeast + " entries match " + query + "; up said: " + printed());
            }
            Thread.sleep(100);
        }
    }

    /** Stops it as Ctrl-C does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
