package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Datagrams that were lost on the way, through a whole appliance: named in the API, signalled, on the page. And the canary: it notices that the way is
 * blocked, and that an entry stands twice in the index.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SourcesIT {
    private static final String HOSTILE = "<img-src=x-onerror=document.title='owned'>";
    private static final String SETTINGS = """
            canary: 1s
            sites:
            - name: north
              nodes:
              - {name: camera-hub, cluster: mirror, hosts: [camera-hub]}
            - name: south
              nodes:
              - {name: camera-hub-b, cluster: mirror}
            """;
    private static @TempDir Path folder;
    private Appliance appliance;

    @BeforeAll
    void start() throws Exception {
        appliance = new Appliance(folder.resolve("data"), SETTINGS);
        appliance.await("*", 1);
    }

    @AfterAll
    void stop() {
        if (appliance != null) {
            appliance.close();
        }
    }

    /** Numbered lines, written now. */
    private static List<String> lines(String host, int from, int to) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> "<30>1 " + now.plus(number, ChronoUnit.MICROS) + " " + host
                        + " recorder 7 - [meta sequenceId=\"" + number + "\"] frame " + number + " written")
                .toList();
    }

    private void send(List<String> lines) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (String line : lines) {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(
                        bytes, bytes.length, InetAddress.getLoopbackAddress(), appliance.port("syslog")));
            }
        }
    }

    private JsonNode source(String host) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            for (JsonNode source : appliance.get("/api/v1/sources").path("sources")) {
                if (source.path("host").asText().equals(host)) {
                    return source;
                }
            }
            assertTrue(System.nanoTime() < deadline, "no source of " + host);
            Thread.sleep(100);
        }
    }

    private JsonNode detail(JsonNode source) throws Exception {
        return appliance.get(
                "/api/v1/sources/detail?source=" + escaped(source.path("source").asText()) + "&host="
                        + escaped(source.path("host").asText()));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void lostDatagramsAreNamedSignalledAndOnThePage() throws Exception {
        send(lines("camera-hub", 1, 50));
        appliance.await("host:camera-hub", 50);
        List<String> written = lines("camera-hub", 51, 90);
        send(written.subList(0, 10));
        List<String> onTheirWay = written.subList(10, 22);
        send(written.subList(22, 40));
        List<String> hostile = lines(HOSTILE, 1, 10);
        send(hostile.subList(0, 3));
        send(hostile.subList(5, 10));
        appliance.await("host:camera-hub", 78);
        JsonNode source = source("camera-hub");
        assertEquals("north", source.path("site").asText());
        assertEquals("syslog", source.path("counting").asText());
        assertEquals(78, source.path("entries").asLong());
        assertEquals(12, source.path("missing").asLong());
        JsonNode gap = detail(source).path("gaps").path(0);
        assertEquals("61-72", gap.path("ranges").asText());
        assertTrue(Instant.parse(gap.path("after").asText())
                .isBefore(Instant.parse(gap.path("before").asText()).plusMillis(1)));

        appliance.await("signal:entries-missing AND node:camera-hub", 1);
        JsonNode signalled = appliance
                .get("/api/v1/entries?from=now-30d&query=" + escaped("signal:entries-missing AND node:camera-hub"))
                .path("entries")
                .path(0);
        assertTrue(signalled.path("body").asText().contains("12 received between"), signalled::toString);
        Instant found = Instant.parse(gap.path("before").asText());
        Instant told = Instant.parse(signalled.path("observed").asText());
        assertTrue(Duration.between(found, told).compareTo(Duration.ofSeconds(60)) < 0, found + " " + told);
        assertEquals(
                0,
                appliance.get("/api/v1/incidents?state=all").path("incidents").size(),
                "one sender opens nothing");
        onThePage();

        send(onTheirWay);
        appliance.await("host:camera-hub", 90);
        assertEquals(0, source("camera-hub").path("missing").asLong());
    }

    private void onThePage() throws Exception {
        try (WatchedBrowser browser = new WatchedBrowser()) {
            Page page = browser.open(appliance.console(), "/?page=sources");
            page.getByLabel("Name").fill("admin");
            page.getByLabel("Password").fill(Appliance.PASSWORD);
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                    .click();
            Locator table = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("All sources"));
            PlaywrightAssertions.assertThat(table.locator("tbody tr").first()).containsText("12");
            PlaywrightAssertions.assertThat(table).containsText(HOSTILE);
            page.getByLabel("Filter sources").fill("camera-hub north");
            PlaywrightAssertions.assertThat(table.locator("tbody tr")).hasCount(1);
            table.locator("tbody tr a").first().click();
            Locator detail = page.getByRole(
                    AriaRole.REGION, new Page.GetByRoleOptions().setName(Pattern.compile("^Source syslog")));
            PlaywrightAssertions.assertThat(detail).containsText("12 missing: 61-72");
            detail.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Entries around it"))
                    .first()
                    .click();
            PlaywrightAssertions.assertThat(page.locator("fs-results")).containsText("frame 73 written");
            PlaywrightAssertions.assertThat(page).not().hasTitle(Pattern.compile("owned"));
            browser.screenshot(page, "sources-search");
            browser.done(page);
        }
    }

    private JsonNode canary() throws Exception {
        try {
            for (JsonNode part : appliance.get("/api/v1/status").path("parts")) {
                if (part.path("name").asText().equals("canary")) {
                    return part;
                }
            }
        } catch (IOException e) {
            // an OpenSearch that hangs is waited for
        }
        return MissingNode.getInstance();
    }

    private void awaitCanary(boolean up, String words) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        JsonNode canary = canary();
        while (canary.path("up").asBoolean() != up
                || !canary.path("detail").asText().contains(words)) {
            assertTrue(
                    System.nanoTime() < deadline,
                    "the canary is not " + (up ? "fine" : "late") + " with " + words + ": " + canary);
            Thread.sleep(200);
            canary = canary();
        }
    }

    @Test
    void theCanaryNoticesAStoppedOpenSearchAndACopyInTheIndex() throws Exception {
        awaitCanary(true, "searchable after");
        assertTrue(appliance.run("status").contains("canary: searchable after"), "status says it");
        assertEquals(0, appliance.total("logger:io.failsight.collector.can*"), "searches leave it out");
        assertTrue(appliance.total("kind:canary") > 0, "but who asks finds it");
        for (JsonNode source : appliance.get("/api/v1/sources").path("sources")) {
            assertFalse(source.path("source").asText().contains("canary"), "it is nobody's activity");
        }
        long opensearch = appliance.part("opensearch").path("pid").asLong();
        stop(opensearch, "-STOP");
        try {
            awaitCanary(false, "cannot be searched yet");
        } finally {
            stop(opensearch, "-CONT");
        }
        awaitCanary(true, "searchable after");
        appliance.await("canary AND \"in time again\"", 1);
        assertFalse(canary().path("detail").asText().contains("lost"), "late is not lost");

        JsonNode one = appliance
                .get("/api/v1/entries?size=1&query=" + escaped("kind:canary"))
                .path("entries")
                .path(0);
        String token = Files.readString(appliance.data().resolve("secrets/opensearch.token"))
                .strip();
        try (Index index = new Index(URI.create("http://127.0.0.1:" + appliance.port("opensearch")), token)) {
            JsonNode hit = index.call(
                            "GET",
                            "/failsight/_search?q=_id:"
                                    + escaped("\"" + one.path("id").asText() + "\""),
                            null)
                    .path("hits")
                    .path("hits")
                    .path(0);
            index.call(
                    "POST",
                    "/" + hit.path("_index").asText() + "/_doc",
                    hit.path("_source").toString());
        }
        awaitCanary(true, "1 duplicates");
    }

    private static void stop(long pid, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
    }
}
