package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A failover that came in over syslog, all the way to the pages of the console in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsoleIT {
    private static final String SITES = """
            sites:
            - name: north
              nodes:
              - {name: vms-a, cluster: mirror, hosts: [vms-a]}
            - name: south
              nodes:
              - {name: vms-b, cluster: mirror, hosts: [vms-b]}
            """;
    private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";

    private static @TempDir Path folder;
    private Appliance appliance;
    private WatchedBrowser browser;
    private Page page;

    @BeforeAll
    void failOver() throws Exception {
        appliance = new Appliance(folder.resolve("data"), SITES);
        appliance.await("*", 1);
        say("vms-a", "mirror | heart | Local state PRIM Ready");
        say("vms-b", "mirror | heart | Local state SECOND Ready");
        say("vms-b", "mirror | heart | Resource heartbeat.default set to down by heart");
        say("vms-b", "mirror | heart | Remote state UNKNOWN Unknown");
        say("vms-b", "mirror | heartplug | Action alone called by heart: no heartbeat " + HOSTILE);
        say("vms-b", "mirror | heart | Local state ALONE Ready");
        awaitTakeover();
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
        page = browser.open(appliance.console(), "/");
        page.getByLabel("Name").fill("admin");
        page.getByLabel("Password").fill(Appliance.PASSWORD);
        button("Sign in").click();
        PlaywrightAssertions.assertThat(page.locator("fs-header")).isVisible();
    }

    @AfterEach
    void closePage() throws IOException {
        browser.done(page);
    }

    private void say(String host, String words) throws IOException, InterruptedException {
        new Teller(appliance.port("syslog")).say(host, "safekit", "77", words);
    }

    /** Waits until the last line has come to the incident: before that, pages rightly show less. */
    private void awaitTakeover() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        JsonNode answer = appliance.get("/api/v1/incidents?state=open");
        while (!answer.path("incidents").path(0).path("instants").hasNonNull("restored")) {
            assertTrue(System.nanoTime() < deadline, "nobody took over: " + answer);
            Thread.sleep(100);
            answer = appliance.get("/api/v1/incidents?state=open");
        }
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator cluster() {
        return page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("Cluster mirror"));
    }

    private Locator region(String name) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name));
    }

    private void screenshot(String name) throws IOException {
        browser.screenshot(page, name);
    }

    private void openIncident() {
        page.navigate(appliance.console().resolve("/?page=incidents").toString());
        page.locator("a.incident").first().click();
        PlaywrightAssertions.assertThat(page.locator("fs-timeline svg.chart")).isVisible();
    }

    /** Made, shown once, used, seen and revoked. */
    @Test
    void makesATokenForASenderAndRevokesIt() throws Exception {
        page.navigate(appliance.console().resolve("/?page=senders").toString());
        PlaywrightAssertions.assertThat(page.locator("fs-senders")).containsText("No sender has credentials yet");
        button("New sender").click();
        page.locator("fs-sender-form").getByLabel("Name").fill("camera-app");
        button("Add").click();
        Locator sender = region("Sender camera-app");
        PlaywrightAssertions.assertThat(sender).containsText("it cannot prove its name yet");
        button("Token").click();
        String token = page.locator("fs-secret pre").textContent();
        assertTrue(token.matches("fst_[A-Za-z0-9_-]{43}"), "a token");
        screenshot("sender-token");
        button("I have it").click();
        PlaywrightAssertions.assertThat(page.locator("fs-secret dialog")).hasCount(0);
        OtlpToken sends = new OtlpToken("http://127.0.0.1:" + appliance.port("otlp-http"), token);
        assertEquals(200, awaitStatus(sends, 200));
        page.reload();
        PlaywrightAssertions.assertThat(sender).containsText("127.0.0.1, otlp");
        screenshot("senders");
        button("Revoke").click();
        button("Revoke it now?").click();
        PlaywrightAssertions.assertThat(sender).containsText("revoked");
        assertEquals(401, awaitStatus(sends, 401));
        assertTrue(page.locator("fs-senders").textContent().indexOf(token) < 0, "never shown again");
    }

    /** The collector looks at the file of senders once a second. */
    private static int awaitStatus(OtlpToken sends, int wanted) throws Exception {
        int status = sends.post("{}");
        for (int i = 0; i < 200 && status != wanted; i++) {
            Thread.sleep(50);
            status = sends.post("{}");
        }
        return status;
    }

    @Test
    void startsWithTheOverviewOnceAClusterIsKnown() throws IOException {
        PlaywrightAssertions.assertThat(cluster()).isVisible();
        PlaywrightAssertions.assertThat(cluster()).containsText("DEGRADED");
        PlaywrightAssertions.assertThat(cluster().getByLabel("Node vms-b")).containsText("ALONE");
        PlaywrightAssertions.assertThat(page.locator("fs-overview")).containsText("would not bear a failure");
        screenshot("overview");
    }

    @Test
    void explainsTheFailoverWithTheLinesThatProveIt() throws IOException {
        openIncident();
        PlaywrightAssertions.assertThat(page.locator("fs-incident h1")).containsText("vms-");
        PlaywrightAssertions.assertThat(
                        page.locator("fs-timeline .instant[role=button]").first())
                .isVisible();
        Locator evidence = page.locator("fs-evidence");
        PlaywrightAssertions.assertThat(evidence).containsText("Action alone called by heart: no heartbeat");
        PlaywrightAssertions.assertThat(evidence).containsText(HOSTILE);
        assertEquals(0, page.locator("img").count(), "a line must never become markup");
        assertTrue(!page.title().contains("owned"), page.title());
        screenshot("incident");
    }

    @Test
    void goesFromAMarkToItsLineAndOnToItsEntryByKeys() {
        openIncident();
        page.locator("fs-timeline .mark[tabindex='0']").focus();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Enter");
        Locator row = page.locator("fs-evidence .rows .row.on").first();
        PlaywrightAssertions.assertThat(row).isInViewport();
        row.getByRole(AriaRole.LINK).click();
        PlaywrightAssertions.assertThat(page.locator("fs-neighbours")).isVisible();
    }

    @Test
    void acknowledgesAndKeepsANote() throws IOException {
        openIncident();
        button("Acknowledge").click();
        page.locator("dialog.act button.primary").click();
        PlaywrightAssertions.assertThat(region("In short")).containsText("acknowledged by admin");
        button("Note").click();
        page.getByLabel("What you found out or did").fill("The breaker had tripped " + HOSTILE);
        page.locator("dialog.act button.primary").click();
        PlaywrightAssertions.assertThat(region("Notes")).containsText("The breaker had tripped " + HOSTILE);
        screenshot("incident-noted");
    }

    @Test
    void savesTheIncidentAsOneFile() throws IOException {
        openIncident();
        Download report =
                page.waitForDownload(() -> page.getByText("Save as HTML").click());
        String html = Files.readString(report.path());
        assertTrue(html.contains("no heartbeat"), html);
        assertTrue(!html.contains("<img src=x"), "a line must never become markup");
    }

    @Test
    void looksAtThePastAndBackToNow() {
        PlaywrightAssertions.assertThat(cluster()).isVisible();
        page.getByLabel("As it was at").fill("now-1d");
        page.keyboard().press("Enter");
        PlaywrightAssertions.assertThat(page.locator("fs-overview")).containsText("You look at the past");
        button("Back to now").click();
        PlaywrightAssertions.assertThat(page.locator("fs-overview")).not().containsText("You look at the past");
    }

    @Test
    void holdsMessagesBackAndEndsThat() {
        page.navigate(appliance.console().resolve("/?page=notifications").toString());
        button("New").click();
        page.getByLabel("Reason").fill("Patching vms-a");
        button("Set").click();
        Locator silences = region("Silences and maintenance");
        PlaywrightAssertions.assertThat(silences).containsText("Patching vms-a");
        silences.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("End now"))
                .first()
                .click();
        PlaywrightAssertions.assertThat(silences).not().containsText(Pattern.compile("ends in"));
    }

    @Test
    void showsWhatChangesWithoutBeingAsked() throws Exception {
        PlaywrightAssertions.assertThat(page.locator("fs-overview .lamp.open")).isVisible();
        String state =
                "mirror | heart | Local state " + (cluster().getByText("WAIT").isVisible() ? "STOP" : "WAIT");
        say("vms-a", state + " NotReady");
        PlaywrightAssertions.assertThat(cluster().getByLabel("Node vms-a"))
                .containsText(state.substring(state.lastIndexOf(' ') + 1));
    }
}
