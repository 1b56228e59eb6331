package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.failsight.it.lab.KeepalivedLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a log line to a mailed incident, with nothing simulated: real keepalived nodes in network namespaces lose one of them, their real log comes through real rsyslogd,
 * and the incident is in the API, in the mail of a real SMTP server, and on the page. The demos go the same way.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FailoverIT {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static @TempDir Path folder;
    private GreenMail smtp;
    private Appliance appliance;
    private WatchedBrowser browser;

    @BeforeAll
    void start() throws Exception {
        smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        appliance = new Appliance(
                folder.resolve("data"), """
                sites:
                  - name: north
                    nodes: [{name: vip-a, cluster: vip}]
                  - name: south
                    nodes: [{name: vip-b, cluster: vip}]
                notify:
                  smtp: {host: 127.0.0.1, port: %d, security: none, from: failsight@site.example}
                  proof: off
                  receivers:
                    - {name: operators, email: operators@site.example, planned: true}
                """.formatted(smtp.getSmtp().getPort()));
        appliance.await("*", 1);
        browser = new WatchedBrowser();
    }

    @AfterAll
    void stop() {
        if (appliance != null) {
            appliance.close();
        }
        if (browser != null) {
            browser.close();
        }
        if (smtp != null) {
            smtp.stop();
        }
    }

    @Test
    void realKeepalivedFailoverIsAnIncidentWithRightInstantsMailedAndOnThePage() throws Exception {
        Optional<String> obstacle = KeepalivedLab.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        try (KeepalivedLab lab = new KeepalivedLab(folder.resolve("lab"), "it", "vip", appliance.port("syslog"))) {
            lab.startBoth();
            Thread.sleep(Duration.ofSeconds(3)); // calm, so that there is a last good moment
            Instant crashed = lab.a().crash();
            Instant served = lab.awaitHolder(lab.b(), Duration.ofSeconds(20));

            JsonNode open =
                    awaitIncident("vip", incident -> incident.path("instants").hasNonNull("restored"));
            assertEquals("node", open.path("kind").asText(), open::toPrettyString);
            assertFalse(open.path("planned").asBoolean(), open::toPrettyString);
            assertEquals("vip-b", open.path("servingNode").asText(), open::toPrettyString);
            assertEquals("vip-a", open.path("failedNodes").path(0).asText(), open::toPrettyString);
            assertInstant(open, "fault", crashed);
            assertInstant(open, "restored", served);
            awaitMail(List.of("vip-a"));
            String id = open.path("id").asText();
            showsOnThePage(id, open.path("summary").asText());

            lab.a().start();
            Instant redundant = lab.awaitHolder(lab.a(), Duration.ofSeconds(20));
            JsonNode over =
                    awaitIncident("vip", incident -> incident.path("instants").hasNonNull("redundant"));
            assertEquals(id, over.path("id").asText(), "it is still the same incident");
            assertTrue(
                    Instant.parse(over.path("instants")
                                    .path("redundant")
                                    .path("time")
                                    .asText())
                            .isBefore(redundant.plus(SECOND)),
                    over::toPrettyString);
        }
    }

    @Test
    void everyDemoEndsAsTheIncidentItTells() throws Exception {
        demo("safekit-crash", "demo-crash", "node", false);
        demo("safekit-split-brain", "demo-split", "split-brain", false);
        demo("safekit-swap", "demo-swap", "planned-switch", true);
        demo("vip-failover", "VI_DEMO", "node", false);
    }

    private void demo(String name, String cluster, String kind, boolean planned) throws Exception {
        String printed = appliance.run("demo", name, "--speed", "20");
        assertTrue(printed.startsWith("0\n"), printed);
        JsonNode incident = awaitIncident(
                cluster,
                candidate -> candidate.path("kind").asText().equals(kind)
                        && candidate.path("planned").asBoolean() == planned
                        && candidate.path("instants").hasNonNull("redundant"));
        assertEquals(planned, incident.path("planned").asBoolean(), incident::toPrettyString);
        awaitMail(told(incident));
        showsOnThePage(incident.path("id").asText(), incident.path("summary").asText());
    }

    /**
     * What the incident says, or said since somebody served again: that is mailed at once, and lines that come after it may still move an instant. Who
     * serves in the end is known after the last mail.
     */
    private List<String> told(JsonNode incident) throws Exception {
        String id = incident.path("id").asText();
        List<String> told = new ArrayList<>();
        told.add(incident.path("summary").asText().split("; ")[0]);
        JsonNode revisions = appliance.get("/api/v1/incidents/" + id).path("revisions");
        for (int number = 1; number <= revisions.size(); number++) {
            JsonNode revision = appliance.get("/api/v1/incidents/" + id + "/revisions/" + number);
            if (revision.path("instants").hasNonNull("restored")) {
                told.add(revision.path("summary").asText().split("; ")[0]);
            }
        }
        return told;
    }

    /** The truth lies within the uncertainty that is told, and that is no excuse: the instant is at most a second off. */
    private static void assertInstant(JsonNode incident, String name, Instant truth) {
        JsonNode instant = incident.path("instants").path(name);
        Duration off = Duration.between(
                        truth, Instant.parse(instant.path("time").asText()))
                .abs();
        assertTrue(
                off.compareTo(SECOND) <= 0,
                () -> name + " is " + off + " off the truth " + truth + ": " + incident.toPrettyString());
    }

    private JsonNode awaitIncident(String cluster, Predicate<JsonNode> wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        JsonNode all = null;
        while (System.nanoTime() < deadline) {
            all = appliance.get(
                    "/api/v1/incidents?state=all&size=20" + (cluster.isEmpty() ? "" : "&cluster=" + cluster));
            for (JsonNode incident : all.path("incidents")) {
                if (wanted.test(incident)) {
                    return incident;
                }
            }
            Thread.sleep(200);
        }
        throw new AssertionError("no incident as wanted within 60 s; there are " + all);
    }

    private void awaitMail(List<String> texts) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline) {
            for (var message : smtp.getReceivedMessages()) {
                String whole = com.icegreen.greenmail.util.GreenMailUtil.getWholeMessage(message)
                        .replace("=\r\n", "");
                String subject = String.valueOf(message.getSubject());
                if (texts.stream().anyMatch(text -> whole.contains(text) || subject.contains(text))) {
                    return;
                }
            }
            Thread.sleep(200);
        }
        throw new AssertionError("no mail with one of " + texts + "; the engine says "
                + appliance.get("/api/v1/receivers") + "; there are "
                + Arrays.stream(smtp.getReceivedMessages())
                        .map(com.icegreen.greenmail.util.GreenMailUtil::getWholeMessage)
                        .toList());
    }

    private void showsOnThePage(String id, String summary) throws IOException {
        Page page = browser.open(appliance.console(), "?incident=" + id);
        page.getByLabel("Name").fill("admin");
        page.getByLabel("Password").fill(Appliance.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        PlaywrightAssertions.assertThat(page.getByText(summary).first()).isVisible();
        browser.screenshot(page, "incident-" + id);
        browser.done(page);
    }
}
