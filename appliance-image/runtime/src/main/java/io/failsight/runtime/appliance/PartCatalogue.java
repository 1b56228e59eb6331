package io.failsight.runtime.appliance;

import io.failsight.opensearch.JvmFlags;
import io.failsight.opensearch.NodeOptions;
import io.failsight.runtime.config.Door;
import io.failsight.runtime.config.PartName;
import io.failsight.runtime.config.Settings;
import io.failsight.runtime.data.DataFolder;
import io.failsight.runtime.data.FirstStart;
import io.failsight.runtime.data.ServerCertificate;
import io.failsight.runtime.process.HttpProbe;
import io.failsight.runtime.process.PartSpec;
import io.failsight.runtime.process.Probe;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /** All parts in start order. */
    public List<PartSpec> specs() {
        return List.of(opensearch(), collector(), engine());
    }

    private PartSpec opensearch() {
        var command = java();
        command.addAll(JvmFlags.of(settings.heapMebibytes(PartName.OPENSEARCH) + "m", folder.logs()));
        command.addAll(List.of(
                "-cp",
                home.resolve("appliance-image/opensearch/target/lib") + "/*",
                "io.failsight.opensearch.EmbeddedNode"));
        command.addAll(NodeOptions.of(
                        folder.opensearch(),
                        folder.logs(),
                        settings.port(Door.OPENSEARCH),
                        FirstStart.tokenFile(folder))
                .arguments());
        return spec(
                PartName.OPENSEARCH,
                command,
                Door.OPENSEARCH,
                new HttpProbe(URI.create(opensearchUrl() + "/"), FirstStart.tokenFile(folder), null),
                OPENSEARCH_STOP_LIMIT);
    }

    private PartSpec collector() {
        var command = quarkus(PartName.COLLECTOR);
        set(command, "quarkus.http.host", Settings.LOOPBACK);
        set(command, "quarkus.http.port", settings.port(Door.OTLP_HTTP));
        set(command, "quarkus.grpc.server.host", Settings.LOOPBACK);
        set(command, "quarkus.grpc.server.port", settings.port(Door.OTLP_GRPC));
        set(command, "quarkus.management.host", Settings.LOOPBACK);
        set(command, "quarkus.management.port", settings.port(Door.COLLECTOR_MANAGEMENT));
        set(command, "failsight.syslog.port", settings.port(Door.SYSLOG));
        set(command, "failsight.jsonlines.port", settings.port(Door.JSON_LINES));
        set(command, "failsight.packs-dir", home.resolve("collector/packs"));
        run(command, "collector/app/target/quarkus-app/quarkus-run.jar");
        var management = new HttpProbe(health(Door.COLLECTOR_MANAGEMENT), null, null);
        var main = new HttpProbe(health(Door.OTLP_HTTP), null, null);
        return spec(
                PartName.COLLECTOR, command, Door.OTLP_HTTP, () -> management.isReady() || main.isReady(), STOP_LIMIT);
    }

    private PartSpec engine() {
        var command = quarkus(PartName.ENGINE);
        set(command, "quarkus.http.host", settings.listen());
        set(command, "quarkus.http.port", settings.port(Door.CONSOLE));
        set(command, "failsight.users-file", FirstStart.usersFile(folder));
        set(command, "failsight.tls.certificate-file", certificate.certificateFile());
        set(command, "failsight.tls.key-file", certificate.keyFile());
        URI health = health(Door.CONSOLE);
        if (settings.open()) {
            set(command, "quarkus.http.ssl-port", settings.port(Door.CONSOLE_TLS));
            set(command, "quarkus.http.ssl.certificate.files", certificate.certificateFile());
            set(command, "quarkus.http.ssl.certificate.key-files", certificate.keyFile());
            set(command, "quarkus.http.insecure-requests", "redirect");
            boolean all =
                    settings.listen().equals("0.0.0.0") || settings.listen().equals("::");
            String host = all ? Settings.LOOPBACK : settings.listen();
            host = host.contains(":") ? "[" + host + "]" : host;
            health = URI.create("https://" + host + ":" + settings.port(Door.CONSOLE_TLS) + "/q/health/ready");
        }
        run(command, "correlation-engine/app/target/quarkus-app/quarkus-run.jar");
        return spec(
                PartName.ENGINE,
                command,
                settings.open() ? Door.CONSOLE_TLS : Door.CONSOLE,
                new HttpProbe(health, null, certificate.authorityFile()),
                STOP_LIMIT);
    }

    private List<String> quarkus(PartName part) {
        var command = java();
        command.add("-Xmx" + settings.heapMebibytes(part) + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+UseCompactObjectHeaders");
        command.add("-XX:+ExitOnOutOfMemoryError"); // better started again than half alive
        command.add("-XX:ErrorFile=" + folder.logs().resolve(part.id() + "-jvm-error-%p.log"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dfile.encoding=UTF-8");
        set(command, "failsight.data-dir", folder.path());
        set(command, "failsight.config-file", folder.config());
        set(command, "failsight.opensearch.url", opensearchUrl());
        set(command, "failsight.opensearch.token-file", FirstStart.tokenFile(folder));
        return command;
    }

    private static List<String> java() {
        var command = new ArrayList<String>();
        if (Files.isExecutable(SETSID)) {
            // A session of its own: Ctrl-C in the terminal must reach the supervisor alone, which stops the parts in
            // order.
            command.add(SETSID.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        set(command, "failsight.exit-when-stdin-closes", "true");
        return command;
    }

    private PartSpec spec(PartName part, List<String> command, Door door, Probe probe, Duration stopLimit) {
        String host = part == PartName.ENGINE ? settings.listen() : Settings.LOOPBACK;
        return new PartSpec(
                part.id(),
                part.title(),
                command,
                Map.of("FAILSIGHT_ADMIN_PASSWORD", "", "JAVA_TOOL_OPTIONS", ""),
                folder.path(),
                folder.logs().resolve(part.id() + ".out"),
                host + ":" + settings.port(door),
                probe,
                stopLimit);
    }

    private URI health(Door door) {
        return URI.create("http://127.0.0.1:" + settings.port(door) + "/q/health/ready");
    }

    private String opensearchUrl() {
        return "http://127.0.0.1:" + settings.port(Door.OPENSEARCH);
    }

    private void run(List<String> command, String jar) {
        command.addAll(List.of("-jar", home.resolve(jar).toString()));
    }

    private static void set(List<String> command, String name, Object value) {
        command.add("-D" + name + "=" + value);
    }
}
