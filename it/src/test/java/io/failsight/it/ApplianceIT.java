package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a user gets: {@code ./failsight up}, its commands, and the page in a real browser on real entries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApplianceIT {
    private static final String HOSTILE =
            "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";

    private static @TempDir Path folder;
    private Appliance appliance;
    private WatchedBrowser browser;
    private Page page;

    @BeforeAll
    void start() throws Exception {
        appliance = new Appliance(folder.resolve("data"), "");
        appliance.await("*", 1);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), appliance.port("syslog"))) {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 60; i++) {
                int priority = i % 10 == 0 ? 131 : 134; // local0, error or info
                out.write(("<" + priority + ">1 " + Instant.now() + " vms-a failover-test 77 - - step " + i
                                + " of the browser test\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            out.write(("<132>1 " + Instant.now() + " vms-b hostile 78 - - " + HOSTILE + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        appliance.await("program:failover-test", 60);
        appliance.await("program:hostile", 1);
        browser = new WatchedBrowser();
    }

    /** Whatever the start came to: an appliance that nobody stops would run on. */
    @AfterAll
    void stop() {
        if (appliance != null) {
            appliance.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() {
        page = browser.open(appliance.console(), "/?page=search");
    }

    @AfterEach
    void closePage() throws IOException {
        browser.done(page);
    }

    private void signIn() {
        page.getByLabel("Name").fill("admin");
        page.getByLabel("Password").fill(Appliance.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        PlaywrightAssertions.assertThat(query()).isVisible();
    }

    private Locator query() {
        return page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Query"));
    }

    private Locator rows() {
        return page.locator("fs-results fs-rows .line");
    }

    private void search(String text) {
        query().fill(text);
        query().press("Enter");
    }

    private void screenshot(String name) throws IOException {
        browser.screenshot(page, name);
    }

    @Test
    void signsInWithTheRightPasswordOnly() {
        page.getByLabel("Name").fill("admin");
        page.getByLabel("Password").fill("wrong");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        PlaywrightAssertions.assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        signIn();
        PlaywrightAssertions.assertThat(rows().first()).isVisible();
    }

    @Test
    void findsEntriesShowsThemWholeWithNeighboursAndTheLinkReproducesIt() throws IOException {
        signIn();
        search("program:failover-test AND \"step 30\"");
        PlaywrightAssertions.assertThat(rows()).hasCount(1);
        rows().first().click();
        Locator entry = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("All of the entry"));
        PlaywrightAssertions.assertThat(entry).containsText("failover-test");
        PlaywrightAssertions.assertThat(entry).containsText("syslog/127.0.0.1");
        entry.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("[Nn]eighbours")))
                .first()
                .click();
        Locator neighbours = page.locator("fs-neighbours");
        PlaywrightAssertions.assertThat(neighbours).containsText("step 29 of the browser test");
        PlaywrightAssertions.assertThat(neighbours).containsText("step 31 of the browser test");
        screenshot("neighbours");
        String link = page.url();
        Page second = page.context().newPage();
        second.navigate(link);
        PlaywrightAssertions.assertThat(second.locator("fs-neighbours")).containsText("step 31 of the browser test");
        second.close();
    }

    @Test
    void filtersByAFacetAndTakesItBack() throws IOException {
        signIn();
        search("program:failover-test");
        PlaywrightAssertions.assertThat(rows().first()).isVisible();
        Locator facets = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Filters by value"));
        facets.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^error 6")))
                .click();
        PlaywrightAssertions.assertThat(rows()).hasCount(6);
        screenshot("facet");
        page.getByRole(
                        AriaRole.LIST,
                        new Page.GetByRoleOptions().setName("Filters").setExact(true))
                .getByRole(AriaRole.BUTTON)
                .first()
                .click();
        PlaywrightAssertions.assertThat(rows()).not().hasCount(6);
    }

    @Test
    void showsHostileLinesAsText() throws IOException {
        signIn();
        search("program:hostile");
        PlaywrightAssertions.assertThat(rows().first()).containsText("<img src=x onerror=");
        rows().first().click();
        PlaywrightAssertions.assertThat(page.getByLabel("Message")).containsText("<script>");
        assertEquals(0, page.locator("fs-results img").count());
        assertTrue(!page.title().contains("owned"), page.title());
        screenshot("hostile");
    }

    @Test
    void explainsAQueryThatIsWrong() throws IOException {
        signIn();
        search("program:failover-test AND (");
        Locator problem = page.locator("fs-query-bar").getByRole(AriaRole.ALERT);
        PlaywrightAssertions.assertThat(problem).isVisible();
        screenshot("query-error");
        search("nosuchwordanywhere");
        PlaywrightAssertions.assertThat(page.locator("fs-results"))
                .containsText(Pattern.compile("[Nn]o entries|[Nn]othing"));
        screenshot("empty");
    }

    @Test
    void followsLiveWhatComesIn() throws Exception {
        signIn();
        search("program:live-test");
        query().press("Escape");
        page.locator("body").press("l");
        Locator live = page.getByRole(AriaRole.LOG);
        PlaywrightAssertions.assertThat(live).isVisible();
        for (int i = 0; i < 3; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), appliance.port("syslog"))) {
                socket.getOutputStream()
                        .write(("<134>1 " + Instant.now() + " vms-a live-test 79 - - live line " + i + "\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        PlaywrightAssertions.assertThat(live).containsText("live line 2");
        screenshot("live");
    }

    @Test
    void worksInBothThemes() throws IOException {
        signIn();
        search("*");
        PlaywrightAssertions.assertThat(rows().first()).isVisible();
        screenshot("theme-system");
        Locator theme = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Theme")));
        String before = background();
        theme.click();
        screenshot("theme-other");
        assertTrue(!before.equals(background()), "the theme must change with a click");
    }

    private String background() {
        return String.valueOf(page.evaluate("getComputedStyle(document.body).backgroundColor"));
    }

    @Test
    void gathersTheLogsOfItsOwnParts() throws Exception {
        appliance.await("component:collector", 1);
        appliance.await("component:correlation-engine", 1);
        appliance.await("component:opensearch", 1);
    }

    @Test
    void tellsItsStateAndThatItRunsAlready() throws Exception {
        JsonNode status = status();
        assertTrue(status.path("ready").asBoolean(), status::toString);
        assertEquals(3, status.path("parts").size(), status::toString);
        for (JsonNode part : status.path("parts")) {
            assertTrue(ProcessHandle.of(part.path("pid").asLong()).isPresent(), part::toString);
        }
        String table = appliance.run("status");
        assertTrue(table.startsWith("0\n"), table);
        for (String part : List.of("opensearch", "collector", "engine")) {
            assertTrue(table.toLowerCase(java.util.Locale.ROOT).contains(part), table);
        }
        String second = appliance.run("up");
        assertTrue(second.startsWith("0\n") && second.contains("already"), second);
        String doctor = appliance.run("doctor");
        assertTrue(doctor.contains("certificate") || doctor.contains("Certificate"), doctor);
    }

    @Test
    void startsAPartAgainThatDied() throws Exception {
        long before = appliance.part("collector").path("pid").asLong();
        assertTrue(ProcessHandle.of(before).orElseThrow().destroyForcibly());
        appliance.awaitRestarted("collector", before);
        for (int i = 0; i < 300 && !sent("after the restart"); i++) {
            Thread.sleep(100);
        }
        appliance.await("\"after the restart\"", 1);
    }

    private boolean sent(String message) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), appliance.port("syslog"))) {
            socket.getOutputStream()
                    .write(("<134>1 " + Instant.now() + " vms-a restart-test 80 - - " + message + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode status() throws IOException, InterruptedException {
        return new ObjectMapper().readTree(appliance.run("status", "--json").split("\n", 2)[1]);
    }
}
