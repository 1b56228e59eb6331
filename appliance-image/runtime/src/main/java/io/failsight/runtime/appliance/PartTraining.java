package io.failsight.runtime.appliance;

import io.failsight.runtime.data.DataFolder;
import io.failsight.runtime.data.DataFolderException;
import io.failsight.runtime.data.FirstStart;
import io.failsight.runtime.data.ServerCertificate;
import io.failsight.runtime.demo.DemoPlayer;
import io.failsight.runtime.demo.DemoScript;
import io.failsight.runtime.process.PartListener;
import io.failsight.runtime.process.PartSpec;
import io.failsight.runtime.process.Supervisor;
import io.failsight.settings.Door;
import io.failsight.settings.PartName;
import io.failsight.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the JDK's AOT caches (JEP 483, 514, 515) of the collector and the engine: classes already loaded and linked. Runs all parts once in a
 * temporary data folder, plays a failover, asks the API, and stops them; each JVM then writes its cache. Done once after the build; as a
 * program: {@code java -cp 'lib/*' io.failsight.runtime.appliance.PartTraining HOME}. Not thread-safe.
 */
public final class PartTraining {
    private static final List<PartName> TRAINED = List.of(PartName.COLLECTOR, PartName.ENGINE);
    private static final Duration READY_LIMIT = Duration.ofSeconds(120);
    /** A JVM writes its cache at its end, which takes about ten seconds. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(120);

    private static final List<String> QUESTIONS = List.of(
            "/",
            "/api/v1/entries?query=*&from=now-1h&to=now",
            "/api/v1/histogram?query=severity:info&from=now-1h&to=now",
            "/api/v1/facets?query=body:*moved*&from=now-1h&to=now&fields=site,layer,component,host,severity",
            "/api/v1/fields",
            "/api/v1/status",
            "/api/v1/incidents",
            "/api/v1/clusters");

    private final Path home;
    private final DataFolder folder;
    private final InstantSource clock = InstantSource.system();
    private final Settings settings;

    private PartTraining(Path home, DataFolder folder) throws IOException {
        this.home = home;
        this.folder = folder;
        this.settings = Settings.defaults().withPorts(freePorts());
    }

    /** The program; exit code 1 and one line on stderr when it fails. */
    public static void main(String... arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("part-training: give the top of the tree with the built parts");
            System.exit(2);
            return;
        }
        try {
            train(Path.of(arguments[0]).toAbsolutePath().normalize());
        } catch (IOException | DataFolderException e) {
            System.err.println("part-training: not made, the parts start without it too: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Leaves the caches where {@link PartCatalogue} looks for them.
     *
     * @throws IOException when a part did not start or no cache came out; starting without one still works
     */
    static void train(Path home) throws IOException, DataFolderException, InterruptedException {
        Path temporary = Files.createTempDirectory("failsight-aot");
        try {
            PartTraining training = new PartTraining(home, new DataFolder(temporary));
            training.run();
            for (PartName part : TRAINED) {
                training.keep(part);
            }
        } finally {
            delete(temporary);
        }
    }

    private void run() throws IOException, DataFolderException, InterruptedException {
        SecureRandom random = new SecureRandom();
        folder.prepare();
        String password = new FirstStart(folder, random).prepare(null).orElseThrow();
        ServerCertificate certificate = new ServerCertificate(folder, clock, random);
        certificate.prepare(settings.listen());
        List<PartSpec> specs = new ArrayList<>();
        for (PartSpec spec : new PartCatalogue(home, folder, settings, certificate).specs()) {
            specs.add(trained(spec));
        }
        Supervisor supervisor = new Supervisor(specs, clock, new Silent());
        supervisor.start();
        try {
            if (!supervisor.awaitReady(READY_LIMIT)) {
                throw new IOException("not ready after " + READY_LIMIT.toSeconds() + " s: "
                        + supervisor.notReady().stream().map(PartSpec::title).toList());
            }
            exercise(password);
        } finally {
            supervisor.stop();
        }
    }

    /** The same command, which writes a cache instead of reading one. */
    private PartSpec trained(PartSpec spec) {
        List<String> command = new ArrayList<>(spec.command());
        for (PartName part : TRAINED) {
            if (part.id().equals(spec.id())) {
                command.removeIf(argument -> argument.startsWith("-XX:AOTCache="));
                command.add(command.indexOf("-jar"), "-XX:AOTCacheOutput=" + fresh(part));
            }
        }
        if (spec.id().equals(PartName.COLLECTOR.id())) {
            // This machine may have gigabytes of logs.
            command.add(command.indexOf("-jar"), "-Dfailsight.local-logs.journald=false");
            command.add(command.indexOf("-jar"), "-Dfailsight.local-logs.files=" + folder.logs() + "/*.log");
        }
        return new PartSpec(
                spec.id(),
                spec.title(),
                command,
                spec.environment(),
                spec.directory(),
                spec.log(),
                spec.address(),
                spec.probe(),
                STOP_LIMIT);
    }

    private void exercise(String password) throws IOException, InterruptedException {
        DemoScript script = DemoScript.named("vip-failover").orElseThrow();
        new DemoPlayer(settings.port(Door.SYSLOG), clock, _ -> {}).play(script, 1_000);
        URI otlp = URI.create("http://127.0.0.1:" + settings.port(Door.OTLP_HTTP) + "/v1/logs");
        URI console = URI.create("http://127.0.0.1:" + settings.port(Door.CONSOLE) + "/");
        try (HttpClient http = HttpClient.newHttpClient()) {
            send(
                    http,
                    HttpRequest.newBuilder(otlp)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("""
                    {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"severityNumber":9,"body":{"stringValue":"moved"}}]}]}]}""")));
            String credentials =
                    Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
            for (String question : QUESTIONS) {
                send(
                        http,
                        HttpRequest.newBuilder(console.resolve(question))
                                .header("Authorization", "Basic " + credentials)
                                .GET());
            }
        }
    }

    private static void send(HttpClient http, HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(response.request().uri() + " answered " + response.statusCode() + " in the training: "
                    + response.body());
        }
    }

    private Path fresh(PartName part) {
        Path cache = PartCatalogue.aotCache(home, part);
        return cache.resolveSibling(cache.getFileName() + ".new");
    }

    private void keep(PartName part) throws IOException {
        if (!Files.isRegularFile(fresh(part))) {
            throw new IOException("the JVM of the " + part.title() + " made no AOT cache; it said: "
                    + Files.readString(folder.logs().resolve(part.id() + ".out")));
        }
        Files.move(fresh(part), PartCatalogue.aotCache(home, part), StandardCopyOption.REPLACE_EXISTING);
    }

    /** A port that nobody holds now for each door. */
    private static Map<Door, Integer> freePorts() throws IOException {
        Map<Door, Integer> ports = new EnumMap<>(Door.class);
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (Door door : Door.values()) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.put(door, socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return ports;
    }

    /** What goes wrong is told at the end. */
    private static final class Silent implements PartListener {
        @Override
        public void ready(PartSpec part, Duration afterStart) {}

        @Override
        public void died(PartSpec part, String how, Duration wait) {}

        @Override
        public void stopped(PartSpec part, Duration took, boolean killed) {}
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
