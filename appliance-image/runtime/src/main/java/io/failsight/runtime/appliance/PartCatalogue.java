package io.failsight.runtime.appliance;

import io.failsight.opensearch.AotCache;
import io.failsight.opensearch.NodeCommand;
import io.failsight.opensearch.NodeOptions;
import io.failsight.runtime.data.DataFolder;
import io.failsight.runtime.data.FirstStart;
import io.failsight.runtime.data.ServerCertificate;
import io.failsight.runtime.process.HttpProbe;
import io.failsight.runtime.process.PartSpec;
import io.failsight.runtime.process.Probe;
import io.failsight.settings.AddressRange;
import io.failsight.settings.Door;
import io.failsight.settings.PartName;
import io.failsight.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the three parts are run. Their configuration goes to them as system properties (paths and ports; secrets only as
 * the path of a file), so that {@code ps} shows nothing that must stay secret. Immutable.
 */
public final class PartCatalogue {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    /** OpenSearch flushes and closes its indices. */
    private static final Duration OPENSEARCH_STOP_LIMIT = Duration.ofSeconds(45);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Path home;
    private final DataFolder folder;
    private final Settings settings;
    private final ServerCertificate certificate;

    /** {@code home} is the top of the tree with the built parts. */
    public PartCatalogue(Path home, DataFolder folder, Settings settings, ServerCertificate certificate) {
        this.home = home;
        this.folder = folder;
        this.settings = settings;
        this.certificate = certificate;
    }

    /** All parts in start order; fails when they are not built. */
    public List<PartSpec> specs() throws IOException {
        return List.of(opensearch(), collector(), engine());
    }

    private PartSpec opensearch() throws IOException {
        Path lib = home.resolve("appliance-image/opensearch/target/lib");
        var command = inOwnSession();
        command.addAll(NodeCommand.of(
                java(),
                NodeCommand.classPath(lib),
                settings.heapMebibytes(PartName.OPENSEARCH) + "m",
                AotCache.flags(lib.resolveSibling("opensearch.aot"), lib),
                NodeOptions.of(
                        folder.opensearch(),
                        folder.logs(),
                        settings.port(Door.OPENSEARCH),
                        FirstStart.tokenFile(folder))));
        return spec(
                PartName.OPENSEARCH,
                command,
                Door.OPENSEARCH,
                new HttpProbe(URI.create(opensearchUrl() + "/"), FirstStart.tokenFile(folder), null),
                OPENSEARCH_STOP_LIMIT);
    }

    private PartSpec collector() throws IOException {
        var command = quarkus(PartName.COLLECTOR, Door.OTLP_HTTP, Door.COLLECTOR_MANAGEMENT);
        set(command, "quarkus.grpc.server.host", Settings.LOOPBACK);
        set(command, "quarkus.grpc.server.port", innerPort(Door.OTLP_GRPC));
        if (settings.open()) {
            set(command, "failsight.otlp-grpc.port", settings.port(Door.OTLP_GRPC));
            set(command, "failsight.otlp-http.port", settings.port(Door.OTLP_HTTP));
            set(command, "failsight.otlp.rate", settings.doors().rate());
        }
        set(command, "failsight.config-file", folder.settingsInForce());
        set(command, "failsight.syslog.port", settings.port(Door.SYSLOG));
        set(command, "failsight.syslog-tls.port", settings.port(Door.SYSLOG_TLS));
        set(command, "failsight.jsonlines.port", settings.port(Door.JSON_LINES));
        set(command, "failsight.lumberjack.port", settings.port(Door.LUMBERJACK));
        set(command, "failsight.listen", settings.listen());
        set(command, "failsight.canary", true);
        set(command, "failsight.tls.certificate", certificate.certificateFile());
        set(command, "failsight.tls.key", certificate.keyFile());
        set(command, "failsight.tls.authority", certificate.authorityFile());
        if (!settings.doors().otlpAllow().isEmpty()) {
            set(
                    command,
                    "failsight.otlp.allow",
                    settings.doors().otlpAllow().stream()
                            .map(AddressRange::text)
                            .collect(Collectors.joining(",")));
        }
        set(command, "failsight.packs-dir", home.resolve("collector/packs"));
        set(command, "failsight.engines", engineUrl());
        set(command, "failsight.stream-token-file", FirstStart.streamTokenFile(folder));
        if (settings.open()) {
            set(command, "failsight.engine-authority-file", certificate.authorityFile());
        }
        run(command, PartName.COLLECTOR);
        return spec(
                PartName.COLLECTOR,
                command,
                Door.OTLP_HTTP,
                health(Door.COLLECTOR_MANAGEMENT, Door.OTLP_HTTP),
                STOP_LIMIT);
    }

    private PartSpec engine() throws IOException {
        var command = quarkus(PartName.ENGINE, Door.CONSOLE, Door.ENGINE_MANAGEMENT);
        set(command, "failsight.users-file", FirstStart.usersFile(folder));
        set(command, "failsight.config-file", folder.settingsInForce());
        set(command, "failsight.signals.token-file", FirstStart.streamTokenFile(folder));
        set(command, "failsight.signals.ledger", folder.engine().resolve("failsight.db"));
        set(command, "failsight.collector.url", "http://127.0.0.1:" + settings.port(Door.COLLECTOR_MANAGEMENT));
        if (settings.open()) {
            set(command, "quarkus.http.ssl-port", settings.port(Door.CONSOLE_TLS));
            set(command, "failsight.tls.certificate", certificate.certificateFile());
            set(command, "failsight.tls.key", certificate.keyFile());
            // Without a certificate this makes the start fail, so the console is never open in the clear.
            set(command, "quarkus.http.insecure-requests", "redirect");
        }
        run(command, PartName.ENGINE);
        Door door = settings.open() ? Door.CONSOLE_TLS : Door.CONSOLE;
        return spec(PartName.ENGINE, command, door, health(Door.ENGINE_MANAGEMENT, Door.CONSOLE), STOP_LIMIT);
    }

    /** Only keys that the part knows: its configuration refuses others under {@code failsight}. */
    private List<String> quarkus(PartName part, Door main, Door management) {
        var command = inOwnSession();
        command.add(java().toString());
        command.add("-Xmx" + settings.heapMebibytes(part) + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+UseCompactObjectHeaders");
        command.add("-XX:+ExitOnOutOfMemoryError"); // better started again than half alive
        command.add("-XX:ErrorFile=" + folder.logs().resolve(part.id() + "-jvm-error-%p.log"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dfile.encoding=UTF-8");
        set(command, "failsight.data-dir", folder.path());
        set(command, "failsight.exit-when-stdin-closes", "true");
        set(command, "quarkus.http.host", main == Door.OTLP_HTTP ? Settings.LOOPBACK : settings.address(main));
        set(command, "quarkus.http.port", innerPort(main));
        set(command, "quarkus.management.host", Settings.LOOPBACK);
        set(command, "quarkus.management.port", settings.port(management));
        set(command, "failsight.opensearch.url", opensearchUrl());
        set(command, "failsight.opensearch.token-file", FirstStart.tokenFile(folder));
        return command;
    }

    /** OTLP's servers on loopback make room for the gate that then listens on every address: it lets this machine in as well. */
    private int innerPort(Door door) {
        boolean otlp = door == Door.OTLP_HTTP || door == Door.OTLP_GRPC;
        return otlp && settings.openEverywhere() ? 0 : settings.port(door);
    }

    private static List<String> inOwnSession() {
        var command = new ArrayList<String>();
        if (Files.isExecutable(SETSID)) {
            // A session of its own: Ctrl-C in the terminal must reach the supervisor alone, which stops the parts in
            // order.
            command.add(SETSID.toString());
        }
        return command;
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private PartSpec spec(PartName part, List<String> command, Door door, Probe probe, Duration stopLimit) {
        return new PartSpec(
                part.id(),
                part.title(),
                command,
                Map.of("FAILSIGHT_ADMIN_PASSWORD", "", "JAVA_TOOL_OPTIONS", ""),
                folder.path(),
                folder.logs().resolve(part.id() + ".out"),
                settings.address(door) + ":" + settings.port(door),
                probe,
                stopLimit);
    }

    /**
     * The management interface, which speaks TLS when the part's default TLS configuration is set; a part built without one
     * answers on its main door.
     */
    private Probe health(Door management, Door main) {
        var probes = Stream.of(
                        "http://127.0.0.1:" + settings.port(management),
                        "https://127.0.0.1:" + settings.port(management),
                        "http://127.0.0.1:" + settings.port(main))
                .map(door -> URI.create(door + "/q/health/ready"))
                .map(uri -> new HttpProbe(uri, null, certificate.authorityFile()))
                .toList();
        return () -> probes.stream().anyMatch(HttpProbe::isReady);
    }

    /** Where the collector sends signals: the console's door, which an open console has on the address it listens on only. */
    private String engineUrl() {
        if (!settings.open()) {
            return "http://127.0.0.1:" + settings.port(Door.CONSOLE);
        }
        String host = settings.openEverywhere() ? Settings.LOOPBACK : settings.listen();
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + settings.port(Door.CONSOLE_TLS);
    }

    private String opensearchUrl() {
        return "http://127.0.0.1:" + settings.port(Door.OPENSEARCH);
    }

    private void run(List<String> command, PartName part) throws IOException {
        Path application = application(home, part);
        command.addAll(AotCache.flags(aotCache(home, part), application));
        command.addAll(List.of("-jar", application.resolve("quarkus-run.jar").toString()));
    }

    /** Where the AOT cache of the collector or the engine is, once {@link PartTraining} made it. */
    static Path aotCache(Path home, PartName part) {
        return application(home, part).resolveSibling(part.id() + ".aot");
    }

    private static Path application(Path home, PartName part) {
        String module = part == PartName.COLLECTOR ? "collector" : "correlation-engine";
        return home.resolve(module).resolve("app/target/quarkus-app");
    }

    private static void set(List<String> command, String name, Object value) {
        command.add("-D" + name + "=" + value);
    }
}
