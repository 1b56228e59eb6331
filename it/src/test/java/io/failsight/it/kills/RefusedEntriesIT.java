package io.failsight.it.kills;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.failsight.it.WatchedBrowser;
import io.failsight.model.IndexMapping;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody has made {@code host} a number in the index by hand, so OpenSearch refuses single entries for good. They are kept with the reason, over a SIGKILL, seen in
 * the page, refused again as long as the index is so, and in the index once when it is not.
 */
final class RefusedEntriesIT {
    private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";
    private static final int REFUSED = 5;

    private static @TempDir Path folder;

    @Test
    void refusedEntriesAreKeptShownAndSentAgain() throws Exception {
        List<String> options =
                List.of("-Dfailsight.local-logs.enabled=false", "-Dfailsight.indices.tend-interval=500ms");
        try (Parts parts = new Parts(folder.resolve("parts"), options)) {
            parts.openSearch().launch();
            assertTrue(parts.openSearch().awaitReady());
            parts.index().call("PUT", "/failsight-normal-000001", brokenMapping());
            parts.collector().launch();
            parts.engine().launch();
            assertTrue(parts.collector().awaitReady() && parts.engine().awaitReady());
            send(parts);

            JsonNode letters = awaitLetters(parts, REFUSED);
            JsonNode letter = letters.path("letters").path(0);
            assertTrue(letter.path("reason").asText().contains("host"), letter::toPrettyString);
            assertTrue(letter.path("host").asText().startsWith("web-"), letter::toPrettyString);
            assertTrue(letter.path("source").asText().startsWith("syslog/"), letter::toPrettyString);
            assertTrue(Instant.parse(letter.path("time").asText()).isAfter(Instant.EPOCH), letter::toPrettyString);
            assertTrue(parts.get("/api/v1/status").toString().contains("refused " + REFUSED + " entries"));
            assertEquals(REFUSED, (int) parts.metric("failsight_dead_letters"));
            awaitFound(parts, "letter AND host:4711", 3);

            parts.collector().kill9();
            assertEquals(
                    503, parts.ask("admin", "GET", "/api/v1/dead-letters", "").statusCode());
            parts.collector().launch();
            assertTrue(parts.collector().awaitReady());
            assertEquals(ids(letters), ids(awaitLetters(parts, REFUSED)));

            sendsOneAgain(parts, letter);
            nobodyElseMay(parts, letter.path("id").asText());
            try (WatchedBrowser browser = new WatchedBrowser()) {
                inThePage(parts, browser);
            }
            awaitFound(parts, "letter", REFUSED + 3);
            for (String id : ids(letters)) {
                awaitFound(parts, "_id:" + id, 1);
            }
            assertEquals(0, (int) parts.metric("failsight_dead_letters"));
            assertTrue(
                    parts.get("/api/v1/audit?size=20").toString().contains("resend-dead-letters"),
                    "sending again is audited");
        }
    }

    private static String brokenMapping() {
        String whole = IndexMapping.createIndexBody(1, 0, "1s");
        String broken = whole.replaceFirst("\"host\":\\{[^}]*}", "\"host\":{\"type\":\"integer\"}");
        assertTrue(!whole.equals(broken), whole);
        return broken;
    }

    private static void send(Parts parts) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < REFUSED + 3; i++) {
            String host = i < REFUSED ? "web-" + i : "4711";
            lines.append(
                    "<14>1 2026-11-20T10:00:0" + i + "Z " + host + " shop - - - letter " + i + " " + HOSTILE + "\n");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), parts.port("syslog"))) {
            OutputStream out = socket.getOutputStream();
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void sendsOneAgain(Parts parts, JsonNode letter) throws Exception {
        String id = letter.path("id").asText();
        HttpResponse<String> answer =
                parts.ask("admin", "POST", "/api/v1/dead-letters/resend", "{\"ids\":[\"" + id + "\"]}");
        assertEquals(
                new ObjectMapper().readTree("{\"delivered\":0,\"alreadyThere\":0,\"refused\":1,\"left\":0}"),
                new ObjectMapper().readTree(answer.body()));
        JsonNode again = awaitLetters(parts, REFUSED).path("letters").path(0);
        assertEquals(id, again.path("id").asText(), "what was refused last stands first");
        assertTrue(
                Instant.parse(again.path("at").asText())
                        .isAfter(Instant.parse(letter.path("at").asText())),
                again::toPrettyString);
    }

    private static void nobodyElseMay(Parts parts, String id) throws Exception {
        String body = "{\"ids\":[\"" + id + "\"]}";
        assertEquals(200, parts.ask("vera", "GET", "/api/v1/dead-letters", "").statusCode());
        assertEquals(
                403,
                parts.ask("vera", "POST", "/api/v1/dead-letters/resend", body).statusCode());
        assertEquals(
                400,
                parts.ask("admin", "POST", "/api/v1/dead-letters/resend", "{}").statusCode());
    }

    private static void inThePage(Parts parts, WatchedBrowser browser) throws Exception {
        Page page = browser.open(parts.console(), "/");
        page.getByLabel("Name").fill("admin");
        page.getByLabel("Password").fill(Parts.PASSWORD);
        button(page, "Sign in").click();
        page.getByText("See why, and send them again").click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Refused entries")))
                .isVisible();
        Locator rows = page.locator("fs-refused tbody tr");
        assertThat(rows).hasCount(REFUSED);
        assertThat(rows.first()).containsText("mapper_parsing_exception");
        assertThat(rows.first()).containsText(HOSTILE); // as text
        assertThat(page.locator("fs-refused img")).hasCount(0);
        browser.screenshot(page, "refused-light");
        page.getByLabel("Choose all on this page").check();
        assertThat(button(page, "Send " + REFUSED + " again")).isEnabled();
        page.getByLabel("Choose all on this page").uncheck();
        button(page, "Send all again").click();
        assertThat(page.getByText(REFUSED + " entries refused again")).isVisible();
        assertThat(rows).hasCount(REFUSED);

        parts.index().create("failsight-normal-000002");
        button(page, "Send all again").press("Enter"); // by the keyboard
        assertThat(page.getByText(REFUSED + " entries can be searched now")).isVisible();
        assertThat(page.getByText("Every entry that came in could be indexed")).isVisible();
        page.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(com.microsoft.playwright.options.ColorScheme.DARK));
        browser.screenshot(page, "refused-none-dark");
        assertTrue(!page.title().contains("owned"), page.title());

        parts.collector().kill9();
        page.reload();
        assertThat(page.getByText("The refused entries could not be loaded")).isVisible();
        browser.screenshot(page, "refused-trouble-dark");
        parts.collector().launch();
        parts.collector().awaitReady();
        browser.done(page);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static List<String> ids(JsonNode letters) {
        return letters.path("letters").findValuesAsText("id").stream().sorted().toList();
    }

    private static JsonNode awaitLetters(Parts parts, int count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        JsonNode letters = parts.get("/api/v1/dead-letters");
        while (letters.path("count").asInt() != count) {
            JsonNode found = letters;
            assertTrue(System.nanoTime() < deadline, () -> "not " + count + " letters: " + found.toPrettyString());
            Thread.sleep(100);
            letters = parts.get("/api/v1/dead-letters");
        }
        return letters;
    }

    private static void awaitFound(Parts parts, String query, int count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (parts.index().find(query, 100).size() != count) {
            assertTrue(System.nanoTime() < deadline, () -> "not " + count + " of " + query);
            Thread.sleep(100);
        }
    }
}
