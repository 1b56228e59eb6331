package io.failsight.it.kills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.it.FreePorts;
import io.failsight.it.Home;
import io.failsight.it.Index;
import io.failsight.it.Metrics;
import io.failsight.opensearch.NodeCommand;
import io.failsight.opensearch.NodeOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collector, OpenSearch and engine on one folder, as the supervisor starts them, but each to be killed at any moment. Thread-safe. */
final class Parts implements AutoCloseable {
    private static final String TOKEN = "a-token-of-a-test-with-more-than-sixteen-characters";
    static final String PASSWORD = "correct horse battery 1";
    private static final String PASSWORD_HASH = "$2a$04$KBCwKxOzLha2MUDgW0PjXeZzgZ49U1fuFNI1EXS7g2yY5nc3q1x0O";
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Path folder;
    private final Map<String, Integer> ports = new HashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Victim openSearch;
    private final Victim collector;
    private final Victim engine;
    private final Index index;

    /**
     * Makes the folder; nothing runs yet.
     *
     * @param collectorOptions more {@code -D} options
     */
    Parts(Path folder, List<String> collectorOptions) throws IOException {
        this.folder = folder;
        for (String sub : List.of("node/logs", "data/logs", "data/engine", "data/packs")) {
            Files.createDirectories(folder.resolve(sub));
        }
        for (Path secret : List.of(token(), folder.resolve("stream-token"))) {
            Files.createFile(
                    secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(secret, TOKEN);
        }
        Files.writeString(folder.resolve("users.yaml"), """
                users:
                  - {name: admin, roles: [admin], password: "%1$s"}
                  - {name: vera, roles: [viewer], password: "%1$s"}
                """.formatted(PASSWORD_HASH));
        Files.writeString(folder.resolve("failsight.yaml"), "");
        openSearch = new Victim(
                "opensearch",
                NodeCommand.of(
                        JAVA,
                        NodeCommand.classPath(Home.path().resolve("appliance-image/opensearch/target/lib")),
                        "512m",
                        List.of(),
                        NodeOptions.of(
                                folder.resolve("node/opensearch"),
                                folder.resolve("node/logs"),
                                port("opensearch"),
                                token())),
                folder.resolve("opensearch.out"),
                local("opensearch", "/"),
                TOKEN);
        collector = new Victim(
                "collector",
                collectorCommand(collectorOptions),
                folder.resolve("collector.out"),
                local("collector-management", "/q/health/ready"),
                "");
        engine = new Victim(
                "engine",
                engineCommand(),
                folder.resolve("engine.out"),
                local("engine-management", "/q/health/ready"),
                "");
        index = new Index(local("opensearch", "/"), TOKEN);
    }

    private Path token() {
        return folder.resolve("opensearch.token");
    }

    /** Port of that name; the same whenever it is asked for. */
    int port(String name) throws IOException {
        Integer port = ports.get(name);
        if (port == null) {
            port = FreePorts.next();
            ports.put(name, port);
        }
        return port;
    }

    private URI local(String port, String path) throws IOException {
        return URI.create("http://127.0.0.1:" + port(port) + path);
    }

    private List<String> quarkus(String heap) throws IOException {
        return new ArrayList<>(List.of(
                JAVA.toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-Dfailsight.exit-when-stdin-closes=true",
                "-Dfailsight.data-dir=" + folder.resolve("data"),
                "-Dfailsight.config-file=" + folder.resolve("failsight.yaml"),
                "-Dfailsight.opensearch.url=" + local("opensearch", "/"),
                "-Dfailsight.opensearch.token-file=" + token(),
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.management.host=127.0.0.1"));
    }

    private List<String> collectorCommand(List<String> options) throws IOException {
        List<String> command = quarkus("256m");
        command.addAll(List.of(
                "-Dfailsight.packs-dir=" + Home.path().resolve("collector/packs"),
                "-Dfailsight.engines=" + local("console", ""),
                "-Dfailsight.stream-token-file=" + folder.resolve("stream-token"),
                "-Dfailsight.syslog.port=" + port("syslog"),
                "-Dfailsight.syslog-tls.port=" + port("syslog-tls"),
                "-Dfailsight.lumberjack.port=" + port("lumberjack"),
                "-Dquarkus.http.port=" + port("otlp-http"),
                "-Dquarkus.grpc.server.port=" + port("otlp-grpc"),
                "-Dquarkus.management.port=" + port("collector-management")));
        command.addAll(options);
        command.addAll(List.of(
                "-jar",
                Home.path()
                        .resolve("collector/app/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        return command;
    }

    private List<String> engineCommand() throws IOException {
        List<String> command = quarkus("256m");
        command.addAll(List.of(
                "-Dfailsight.users-file=" + folder.resolve("users.yaml"),
                "-Dfailsight.signals.token-file=" + folder.resolve("stream-token"),
                "-Dfailsight.signals.ledger=" + ledger(),
                "-Dfailsight.collector.url=" + local("collector-management", ""),
                "-Dquarkus.http.port=" + port("console"),
                "-Dquarkus.management.port=" + port("engine-management"),
                "-jar",
                Home.path()
                        .resolve("correlation-engine/app/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        return command;
    }

    Victim openSearch() {
        return openSearch;
    }

    Victim engine() {
        return engine;
    }

    Victim collector() {
        return collector;
    }

    /** In the order in which they are stopped. */
    List<Victim> all() {
        return List.of(engine, collector, openSearch);
    }

    Index index() {
        return index;
    }

    /** The engine's SQLite file. */
    Path ledger() {
        return folder.resolve("data/engine/failsight.db");
    }

    /** Where entries are that the index refused. */
    Path deadLetters() {
        return folder.resolve("data/dead-letters");
    }

    void launch() throws IOException, InterruptedException {
        for (Victim part : all()) {
            part.launch();
        }
        for (Victim part : all()) {
            part.awaitReady();
        }
    }

    /** The collector's journal. */
    Path journal() {
        return folder.resolve("data/journal");
    }

    /** failsight.yaml, empty at first. */
    Path settings() {
        return folder.resolve("failsight.yaml");
    }

    /** Sum over all series of a metric of the collector. */
    double metric(String name) throws IOException {
        return metric(name, "");
    }

    /** Sum over the series of a metric of the collector whose labels hold that text. */
    double metric(String name, String labels) throws IOException {
        return Metrics.sum(local("collector-management", "/q/metrics"), name, labels);
    }

    /** Address of the page. */
    URI console() throws IOException {
        return local("console", "/");
    }

    /** A request through the API as that account. */
    HttpResponse<String> ask(String account, String method, String path, String body)
            throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString((account + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return client.send(
                HttpRequest.newBuilder(local("console", path))
                        .header("Authorization", "Basic " + credentials)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(20))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A GET through the API. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = ask("admin", "GET", path, "");
        if (response.statusCode() != 200) {
            throw new IOException(path + ": HTTP " + response.statusCode() + " " + response.body());
        }
        return new ObjectMapper().readTree(response.body());
    }

    /** Writes a pack of the operator's that gives the lines of the file another storage class. */
    void keepFileLinesAs(String storageClass) throws IOException {
        Path pack = Files.createDirectories(folder.resolve("data/packs/oracle")).resolve("pack.yaml");
        Path draft = folder.resolve("pack.draft");
        Files.writeString(draft, """
                name: oracle
                version: 1
                description: Lines of a test
                zone: system
                recognise:
                  - text: ['obligation of the file number ']
                rules:
                  - name: obligation
                    match: 'obligation of the file number {number:int}'
                    set: {storage_class: %s}
                """.formatted(storageClass));
        Files.move(draft, pack, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        all().forEach(Victim::close);
        index.close();
        client.close();
    }
}
