package io.failsight.runtime.bundle;

import io.failsight.runtime.control.ApplianceStatus;
import io.failsight.runtime.data.DataFolder;
import io.failsight.runtime.data.FirstStart;
import io.failsight.runtime.process.PartStatus;
import io.failsight.settings.ConfigException;
import io.failsight.settings.Door;
import io.failsight.settings.Settings;
import io.failsight.settings.SettingsReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gathers how an appliance is, whether it runs or not: what is down is missing with its reason. Holds no entries, no dead letters, nothing of the
 * indices and of the engine's database, and no secrets ({@link Redaction}). Used once.
 */
public final class SupportBundle {
    private static final int MAX_LOG_BYTES = 512 << 10;
    private static final int MAX_LISTED = 5_000;

    private final DataFolder folder;
    private final Path home;
    private final Optional<ApplianceStatus> running;
    private final Settings settings;

    /**
     * @param home top of the tree with the built parts
     * @param running the supervisor's own account, empty when none runs
     */
    public SupportBundle(DataFolder folder, Path home, Optional<ApplianceStatus> running) {
        this.folder = folder;
        this.home = home;
        this.running = running;
        this.settings = settings(folder);
    }

    private static Settings settings(DataFolder folder) {
        try {
            return SettingsReader.read(folder.config());
        } catch (IOException | ConfigException e) {
            return Settings.defaults();
        }
    }

    /**
     * Writes the file.
     *
     * @param doctor what the doctor says
     * @param status what the status command says
     * @return what is in it, one line each
     */
    public List<String> write(Path file, BundleSource doctor, BundleSource status)
            throws IOException, InterruptedException {
        Redaction redaction = Redaction.of(folder, System.getenv());
        try (BundleFile bundle = new BundleFile(file, redaction)) {
            bundle.add("versions.txt", "Failsight, Java, system", this::versions);
            bundle.add("status.json", "parts, their state and memory", status);
            bundle.add("doctor.txt", "what the doctor found", doctor);
            bundle.add(
                    "failsight.yaml",
                    "the settings without secrets, comments and names of people",
                    () -> redaction.config(Files.readString(folder.config())));
            bundle.add("machine.txt", "memory, load, disks", this::machine);
            bundle.add("files.txt", "names, sizes and modes in the data folder, no content", this::files);
            pages(bundle);
            for (Path log : logs()) {
                bundle.add("logs/" + log.getFileName(), "Failsight's own log, its last 512 KiB", () -> tail(log));
            }
            for (PartStatus part : running.map(ApplianceStatus::parts).orElse(List.of())) {
                bundle.add("threads/" + part.id() + ".txt", "what its threads do", () -> threads(part.pid()));
            }
            return bundle.contents();
        }
    }

    private void pages(BundleFile bundle) throws IOException, InterruptedException {
        Path authority = folder.secrets().resolve("ca.crt");
        for (String part : List.of("collector", "engine")) {
            int port = settings.port(part.equals("engine") ? Door.ENGINE_MANAGEMENT : Door.COLLECTOR_MANAGEMENT);
            bundle.add("metrics/" + part + ".txt", "its metrics now", () -> Local.page(port, "/q/metrics", authority));
            bundle.add("health/" + part + ".json", "its health", () -> Local.page(port, "/q/health", authority));
        }
        String opensearch = "http://127.0.0.1:" + settings.port(Door.OPENSEARCH);
        Map<String, String> asked = new java.util.LinkedHashMap<>();
        asked.put("health.json", "/_cluster/health");
        asked.put("indices.txt", "/_cat/indices/failsight-*?v=true&s=index");
        asked.put("node.json", "/_nodes/stats/jvm,fs,process,thread_pool,breaker,indices?level=node");
        for (Map.Entry<String, String> page : asked.entrySet()) {
            bundle.add(
                    "opensearch/" + page.getKey(),
                    "OpenSearch's account of itself, counts and sizes only",
                    () -> Local.page(
                            opensearch + page.getValue(),
                            Files.readString(FirstStart.tokenFile(folder)).strip()));
        }
    }

    private String versions() {
        return "Failsight 0.1.0-SNAPSHOT, built from "
                + readOr(home.resolve("target/failsight.stamp"), "unknown sources")
                + "\nJava " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
                + "\n" + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + "\n" + readOr(Path.of("/etc/os-release"), "")
                + "\ndata folder of format "
                + readOr(folder.version(), "unknown") + "\n";
    }

    private String machine() throws IOException, InterruptedException {
        return "processors " + Runtime.getRuntime().availableProcessors() + "\nload "
                + readOr(Path.of("/proc/loadavg"), "unknown") + "\n" + readOr(Path.of("/proc/meminfo"), "") + "\n"
                + Local.command("df", "-hT", folder.path().toString()) + "\n"
                + readOr(Path.of("/sys/fs/cgroup/memory.max"), "no cgroup limit known") + "\n";
    }

    private String files() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder.path())) {
            paths.limit(MAX_LISTED).sorted().forEach(path -> lines.add(line(path)));
        }
        return String.join("\n", lines) + "\n";
    }

    private String line(Path path) {
        Path name = folder.path().relativize(path);
        try {
            return PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(path, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                    + String.format(java.util.Locale.ROOT, " %12d ", Files.size(path))
                    + name;
        } catch (IOException e) {
            return "?         " + name;
        }
    }

    private List<Path> logs() throws IOException {
        if (!Files.isDirectory(folder.logs())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.logs())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The last lines of a file, the first of them whole. */
    private static String tail(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - MAX_LOG_BYTES);
            in.seek(from);
            byte[] bytes = new byte[(int) (in.length() - from)];
            in.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
        }
    }

    private static String threads(long pid) throws IOException, InterruptedException {
        if (pid == 0) {
            return "it does not run\n";
        }
        return Local.command(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), "Thread.print");
    }

    private static String readOr(Path file, String otherwise) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return otherwise;
        }
    }
}
