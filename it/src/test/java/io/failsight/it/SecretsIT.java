package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.failsight.it.lab.Commands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A whole appliance under an account of its own, full of secrets that the test knows, whose receivers and checks fail: no secret is anywhere but in
 * {@code secrets/}, and no other account gets at anything. Needs root, to be several accounts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SecretsIT {
    /** Accounts that own nothing; no name is needed. */
    private static final int OWNER = 61_001;

    private static final int STRANGER = 61_002;
    private static final String CONTENT = "entry-of-a-customer-" + UUID.randomUUID();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Map<String, String> secrets = new TreeMap<>();
    private final AtomicInteger hooks = new AtomicInteger();
    private final AtomicInteger signIns = new AtomicInteger();
    private Path folder;
    private Path data;
    private HttpServer failing;
    private Appliance appliance;

    private String secret(String name) {
        return secrets.computeIfAbsent(name, any -> name + "-\"Zq\\&7-" + UUID.randomUUID());
    }

    private static List<String> as(int account) {
        return List.of("setpriv", "--reuid=" + account, "--regid=" + account, "--clear-groups", "--no-new-privs");
    }

    @BeforeAll
    void start() throws Exception {
        folder = Files.createTempDirectory(Path.of("/tmp"), "failsight-secrets-");
        Commands.line("chmod 755 " + folder);
        data = Files.createDirectories(folder.resolve("data"));
        failing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        failing.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean hook = exchange.getRequestURI().getPath().startsWith("/hook");
            (hook ? hooks : signIns).incrementAndGet();
            exchange.sendResponseHeaders(hook ? 500 : 401, -1);
            exchange.close();
        });
        failing.start();
        Path kept = Files.createDirectories(data.resolve("secrets"));
        for (String name :
                List.of("smtp", "hook-key", "hook-token", "community", "snmp-auth", "snmp-privacy", "safekit")) {
            Files.writeString(kept.resolve(name), secret(name) + "\n");
            Commands.line("chmod 600 " + kept.resolve(name));
        }
        Commands.line("chown -R " + OWNER + ":" + OWNER + " " + folder);
        String base = "http://127.0.0.1:" + failing.getAddress().getPort();
        String query = URLEncoder.encode(secret("query"), StandardCharsets.UTF_8);
        String settings = """
                sites:
                - name: north
                  nodes:
                  - {name: vms-a, cluster: mirror, hosts: [vms-a]}
                  - {name: vms-b, cluster: mirror, hosts: [vms-b]}
                watch:
                - {node: vms-a, every: 1s, safekit: {url: "%1$s", module: mirror, user: watcher, password-file: secrets/safekit}}
                - {node: vms-b, every: 1s, http: "%1$s/page?key=%2$s"}
                notify:
                  smtp: {host: 127.0.0.1, port: %3$d, security: none, user: failsight, password-file: secrets/smtp}
                  receivers:
                  - {name: mail, email: [operator@site.example]}
                  - {name: hook, webhook: {url: "%1$s/hook?key=%2$s", secret-file: secrets/hook-key, token-file: secrets/hook-token}}
                  - {name: trap, snmp: {host: 127.0.0.1, port: %3$d, community-file: secrets/community}}
                  - name: trap3
                    snmp: {host: 127.0.0.1, port: %3$d, version: 3, user: failsight,
                           authentication-password-file: secrets/snmp-auth, privacy-password: "${FAILSIGHT_TEST_PRIVACY}"}
                """.formatted(base, query, FreePorts.next());
        appliance = new Appliance(data, settings, as(OWNER), Map.of("FAILSIGHT_TEST_PRIVACY", secret("snmp-privacy")));
        appliance.await("*", 1);
        secrets.put("password", Appliance.PASSWORD);
        for (String token : List.of("opensearch.token", "stream-token")) {
            secrets.put(token, Files.readString(kept.resolve(token)).strip());
        }
        for (String line : Files.readAllLines(kept.resolve("users.yaml"))) {
            if (line.contains("$2a$")) {
                secrets.put("hash", line.replaceAll(".*\"(.*)\".*", "$1"));
            }
        }
        List<String> key = Files.readAllLines(kept.resolve("ca.key"));
        secrets.put("ca.key", key.get(key.size() / 2));
        act();
    }

    /** Everything that handles secrets is used, and fails. */
    private void act() throws Exception {
        new Teller(appliance.port("syslog")).say("vms-a", "app", "1", CONTENT);
        for (String receiver : List.of("mail", "hook", "trap", "trap3")) {
            appliance.call("POST", "/api/v1/receivers/" + receiver + "/test", "{}");
        }
        for (int i = 0; i < 3; i++) {
            signIn("{\"name\":\"admin\",\"password\":\"" + "typed-wrong-"
                    + secret("typed").replaceAll("[\"\\\\]", "") + "\"}");
            signIn("{\"name\":\"admin\",\"password\":" + i + ",\""
                    + secret("query").replaceAll("[\"\\\\]", "") + "\"");
        }
        secrets.put("typed", "typed-wrong-" + secret("typed").replaceAll("[\"\\\\]", ""));
        signIn("{\"name\":\"admin\",\"password\":\"" + Appliance.PASSWORD + "\"}");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (hooks.get() < 1 || signIns.get() < 4 || !receiversFailed()) {
            assertTrue(
                    System.nanoTime() < until,
                    "hooks " + hooks + ", sign-ins " + signIns + ": " + appliance.get("/api/v1/receivers"));
            Thread.sleep(100);
        }
        appliance.await("\"" + CONTENT + "\"", 1);
        appliance.await("component:collector", 1);
    }

    private boolean receiversFailed() throws Exception {
        String receivers = appliance.get("/api/v1/receivers").toString();
        return receivers.contains("cannot be used") && receivers.contains("answers with 500");
    }

    private void signIn(String body) throws Exception {
        HTTP.send(
                HttpRequest.newBuilder(appliance.console().resolve("/api/v1/session"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.discarding());
    }

    @AfterAll
    void stop() throws Exception {
        if (appliance != null) {
            appliance.close();
        }
        if (failing != null) {
            failing.stop(0);
        }
        if (folder != null) {
            Commands.run("rm", "-rf", folder.toString());
        }
    }

    /** Which secrets a text holds, however they are written. */
    private List<String> leaks(String where, String text) {
        List<String> found = new ArrayList<>();
        secrets.forEach((name, secret) -> {
            List<String> forms = List.of(
                    secret,
                    secret.replace("\\", "\\\\").replace("\"", "\\\""),
                    URLEncoder.encode(secret, StandardCharsets.UTF_8),
                    Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
            if (forms.stream().anyMatch(text::contains)) {
                found.add(name + " in " + where);
            }
        });
        return found;
    }

    private static String bytes(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    @Test
    @Order(1)
    void noSecretIsInAFileOfTheDataFolder() throws Exception {
        List<String> found = new ArrayList<>();
        int files = 0;
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                if (!file.startsWith(data.resolve("secrets"))
                        && !file.toString().endsWith(".yaml")) {
                    files++;
                    try {
                        found.addAll(leaks(data.relativize(file).toString(), bytes(file)));
                    } catch (java.nio.file.NoSuchFileException e) {
                        // merged away by OpenSearch meanwhile
                    }
                }
            }
        }
        assertEquals(List.of(), found);
        assertTrue(files > 20, "looked at " + files + " files");
        assertEquals(List.of(), leaks("what up printed", appliance.printed()));
    }

    @Test
    @Order(1)
    void noSecretIsInACommandLine() throws Exception {
        List<String> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    found.addAll(leaks(process.toString(), bytes(process.resolve("cmdline"))));
                } catch (IOException e) {
                    // it ended meanwhile
                }
            }
        }
        assertEquals(List.of(), found);
    }

    /** The admin's password is for the first start; parts have no use for it. */
    @Test
    @Order(1)
    void partsDoNotInheritThePassword() throws Exception {
        for (String part : List.of("opensearch", "collector", "engine")) {
            assertFalse(
                    bytes(Path.of("/proc", appliance.part(part).path("pid").asText(), "environ"))
                            .contains(Appliance.PASSWORD),
                    part);
        }
    }

    @Test
    @Order(1)
    void noSecretIsInAnAnswerOfTheApiOrInTheIndex() throws Exception {
        List<String> found = new ArrayList<>();
        for (String path : List.of(
                "/api/v1/status",
                "/api/v1/receivers",
                "/api/v1/clusters",
                "/api/v1/incidents",
                "/api/v1/fields",
                "/api/v1/audit",
                "/api/v1/session",
                "/api/v1/silences",
                "/q/openapi?format=json",
                "/api/v1/nothing",
                "/api/v1/entries?query=(")) {
            found.addAll(leaks(path, appliance.call("GET", path, "").body()));
        }
        for (String management : List.of("collector-management", "engine-management")) {
            for (String path : List.of("/q/metrics", "/q/health", "/internal/v1/status", "/nothing")) {
                found.addAll(leaks(management + path, page(management, path).body()));
            }
        }
        String next = "";
        int entries = 0;
        do {
            JsonNode page = appliance.get("/api/v1/entries?query=*&size=1000&from=now-1d&cursor=" + next);
            entries += page.path("entries").size();
            found.addAll(leaks("the index", page.toString()));
            next = page.path("next").asText("");
        } while (!next.isEmpty() && !next.equals("null"));
        assertEquals(List.of(), found);
        assertTrue(entries > 5, "looked at " + entries + " entries");
    }

    private java.net.http.HttpResponse<String> page(String port, String path) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + appliance.port(port) + path);
        return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private Map<String, String> bundle(String name) throws Exception {
        Path file = folder.resolve(name);
        String said = appliance.run("support-bundle", "--out", file.toString());
        assertTrue(said.startsWith("0\n"), said);
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Map<String, String> texts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                texts.put(
                        entry.getName().replace("failsight-support/", ""),
                        new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        List<String> found = new ArrayList<>();
        texts.forEach((entry, text) -> {
            found.addAll(leaks(entry, text));
            assertFalse(text.contains(CONTENT), entry + " holds what a customer's program wrote");
            assertFalse(text.contains("operator@site.example"), entry + " holds a name");
        });
        assertEquals(List.of(), found);
        texts.keySet().stream()
                .filter(entry -> !entry.equals("CONTENTS.txt"))
                .forEach(entry ->
                        assertTrue(text(texts, "CONTENTS.txt").contains(entry) && said.contains(entry), entry));
        return texts;
    }

    @Test
    @Order(2)
    void theSupportBundleSaysHowTheApplianceIsAndHoldsNoSecret() throws Exception {
        Map<String, String> texts = bundle("running.zip");
        assertTrue(text(texts, "versions.txt").contains("Java 25"), text(texts, "versions.txt"));
        assertTrue(text(texts, "status.json").contains("\"ready\":true"), text(texts, "status.json"));
        assertTrue(text(texts, "doctor.txt").contains("is ready"), text(texts, "doctor.txt"));
        assertTrue(
                text(texts, "failsight.yaml").contains("password-file: secrets/safekit"),
                text(texts, "failsight.yaml"));
        assertTrue(text(texts, "metrics/collector.txt").contains("failsight_"), "metrics");
        assertTrue(text(texts, "metrics/engine.txt").contains("failsight_"), "metrics");
        assertTrue(
                text(texts, "opensearch/indices.txt").contains("failsight-normal-"),
                text(texts, "opensearch/indices.txt"));
        for (String part : List.of("opensearch", "collector", "engine")) {
            assertTrue(text(texts, "threads/" + part + ".txt").contains("\"main\""), part);
        }
        assertTrue(
                texts.keySet().stream().anyMatch(name -> name.startsWith("logs/collector")),
                texts.keySet().toString());
    }

    @Test
    @Order(2)
    void nothingInTheDataFolderIsOpenToOtherAccounts() throws Exception {
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.walk(data)) {
            // The operator's file is whose he makes it; the test made it.
            for (Path path :
                    all.filter(path -> !path.endsWith("failsight.yaml")).toList()) {
                try {
                    boolean closed = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).stream()
                            .map(PosixFilePermission::name)
                            .allMatch(name -> name.startsWith("OWNER"));
                    boolean own = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                            .equals(OWNER);
                    if (!closed || !own) {
                        open.add(data.relativize(path) + (own ? " is open" : " is not its own"));
                    }
                } catch (java.nio.file.NoSuchFileException e) {
                    // merged away by OpenSearch meanwhile
                }
            }
        }
        assertEquals(List.of(), open);
    }

    @Test
    @Order(2)
    void anotherAccountGetsAtNothing() throws Exception {
        for (String file :
                List.of("failsight.yaml", "secrets/opensearch.token", "secrets/users.yaml", "logs", "run/control")) {
            List<String> command = new ArrayList<>(as(STRANGER));
            command.addAll(List.of("cat", data.resolve(file).toString()));
            Process reading =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(reading.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(reading.waitFor() != 0 && said.contains("Permission denied"), file + ": " + said);
        }
        assertEquals(401, page("opensearch", "/_cat/indices").statusCode());
        assertEquals(401, page("collector-management", "/internal/v1/status").statusCode());
        for (String part : List.of("opensearch", "collector", "engine")) {
            Path process = Path.of("/proc", appliance.part(part).path("pid").asText());
            assertEquals(OWNER, Files.getAttribute(process, "unix:uid"), part);
            String status = Files.readString(process.resolve("status"));
            assertTrue(status.contains("CapEff:\t0000000000000000") && status.contains("NoNewPrivs:\t1"), status);
        }
    }

    @Test
    @Order(3)
    void theSupportBundleWorksWhenNothingRuns() throws Exception {
        appliance.close();
        Map<String, String> texts = bundle("stopped.zip");
        assertTrue(text(texts, "status.json").contains("\"running\":false"), text(texts, "status.json"));
        assertTrue(
                text(texts, "metrics/collector.txt").startsWith("not available"), text(texts, "metrics/collector.txt"));
        assertTrue(text(texts, "doctor.txt").contains("Failsight is not running"), text(texts, "doctor.txt"));
    }

    private static String text(Map<String, String> texts, String entry) {
        String text = texts.get(entry);
        assertNotNull(text, "the bundle has no " + entry);
        return text;
    }
}
