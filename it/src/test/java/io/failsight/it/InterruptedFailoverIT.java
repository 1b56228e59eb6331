package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * In the middle of a failover a part of the appliance is killed without warning, or OpenSearch is away: the same incident comes out as without that, and people are
 * told all the same. The lines are those of a SafeKit pair whose primary loses power.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InterruptedFailoverIT {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(30);
    private static final String CALM = "Remote state PRIM Ready";
    private static final String NO_HEARTBEAT = "Action alone called by heart: no heartbeat";

    private static @TempDir Path folder;
    private GreenMail smtp;
    private Appliance appliance;
    private WrittenCrash undisturbed;
    private WrittenCrash engineKilled;
    private WrittenCrash collectorKilled;
    private WrittenCrash openSearchAway;
    private JsonNode incidentUndisturbed;

    /** All pairs are calm before, as a secondary misses its primary only after the heartbeat's timeout. */
    @BeforeAll
    void failOverUndisturbed() throws Exception {
        smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        appliance = new Appliance(
                folder.resolve("data"), """
                notify:
                  smtp: {host: 127.0.0.1, port: %d, security: none, from: failsight@site.example}
                  proof: off
                  receivers:
                    - {name: operators, email: operators@site.example}
                """.formatted(smtp.getSmtp().getPort()));
        appliance.await("*", 1);
        undisturbed = calm("undisturbed");
        engineKilled = calm("engine-killed");
        collectorKilled = calm("collector-killed");
        openSearchAway = calm("opensearch-away");
        Thread.sleep(HEARTBEAT_TIMEOUT);
        undisturbed.sayRest();
        incidentUndisturbed = incidentOf(undisturbed, InterruptedFailoverIT::isOver);
        assertFalse(evidence(incidentUndisturbed).isEmpty(), incidentUndisturbed::toPrettyString);
        comesOutAsUndisturbed(undisturbed);
        awaitMail(incidentUndisturbed, "redundant");
        assertEquals(1, mails(incidentUndisturbed, "opened").size());
    }

    private WrittenCrash calm(String cluster) throws Exception {
        WrittenCrash crash = new WrittenCrash(cluster, appliance.port("syslog"));
        crash.sayUpTo(crash.south(), CALM);
        return crash;
    }

    @AfterAll
    void stop() {
        if (appliance != null) {
            appliance.close();
        }
        if (smtp != null) {
            smtp.stop();
        }
    }

    @Test
    void engineKilledInTheMiddleOfAFailover() throws Exception {
        WrittenCrash crash = engineKilled;
        long pid = pid("engine");
        crash.sayUpTo(crash.south(), NO_HEARTBEAT);
        incidentOf(crash, any -> true);
        kill(pid);
        crash.sayUpTo(crash.south(), "Script start_prim"); // while nobody takes the signals
        appliance.awaitRestarted("engine", pid);
        crash.sayRest();

        JsonNode incident = comesOutAsUndisturbed(crash);
        // What was on its way when it died may come again, and is the same message then.
        awaitMail(incident, "opened");
        assertEquals(1, Set.copyOf(mails(incident, "opened")).size());
    }

    @Test
    void collectorKilledInTheMiddleOfAFailover() throws Exception {
        WrittenCrash crash = collectorKilled;
        long pid = pid("collector");
        crash.sayUpTo(crash.south(), NO_HEARTBEAT);
        incidentOf(crash, hasEvidence(NO_HEARTBEAT)); // syslog has no acknowledgement: this line is in
        kill(pid);
        crash.sayUpTo(crash.south(), "Script start_prim"); // waits at the sender
        appliance.awaitRestarted("collector", pid);
        crash.sayRest();

        JsonNode incident = comesOutAsUndisturbed(crash);
        awaitMail(incident, "opened");
        assertEquals(1, mails(incident, "opened").size());
    }

    @Test
    void openSearchAwayDuringAWholeFailoverAndKilledThen() throws Exception {
        WrittenCrash crash = openSearchAway;
        long pid = pid("opensearch");
        signal(pid, "-STOP"); // it hangs, which is worse than being gone: calls to it neither fail nor end
        try {
            crash.sayUpTo(crash.south(), NO_HEARTBEAT);
            awaitMail(incidentOf(crash, any -> true), "opened");
            crash.sayRest();
            awaitMail(incidentOf(crash, InterruptedFailoverIT::isOver), "redundant");
            assertEquals(-1, appliance.total("*"), "OpenSearch must be away all the while");
        } finally {
            kill(pid); // ends a stopped process, too
        }
        appliance.awaitRestarted("opensearch", pid);

        JsonNode incident = comesOutAsUndisturbed(crash);
        assertEquals(1, mails(incident, "opened").size());
    }

    /** One incident, of the kind, the cause and the instants that the lines tell, proved by the same lines; and each line can be found once. */
    private JsonNode comesOutAsUndisturbed(WrittenCrash crash) throws Exception {
        JsonNode incident = incidentOf(crash, InterruptedFailoverIT::isOver);
        assertEquals(
                1, list(crash).size(), () -> "a failover is one incident: " + list(crash)); // also after it was over
        assertEquals("node", incident.path("kind").asText(), incident::toPrettyString);
        assertFalse(incident.path("planned").asBoolean(), incident::toPrettyString);
        assertEquals(List.of(crash.north()), texts(incident.path("failedNodes")), incident::toPrettyString);
        assertEquals(crash.south(), incident.path("servingNode").asText(), incident::toPrettyString);
        assertEquals("node-lost", incident.path("causes").path(0).path("id").asText(), incident::toPrettyString);
        assertInstant(incident, "detected", crash.at(crash.south(), "heartbeat.default set to down by heart"));
        assertInstant(incident, "decided", crash.at(crash.south(), NO_HEARTBEAT));
        assertInstant(incident, "restored", crash.at(crash.south(), "Local state ALONE Ready"));
        assertInstant(incident, "redundant", crash.at(crash.north(), "Local state SECOND Ready"));
        assertTrue(
                instant(incident, "fault").isAfter(crash.at(crash.south(), CALM).minus(SECOND)),
                incident::toPrettyString);
        Duration unnoticed = unnoticed(incident).minus(unnoticed(incidentUndisturbed));
        assertTrue(unnoticed.abs().compareTo(SECOND) <= 0, incident::toPrettyString);
        assertEquals(evidence(incidentUndisturbed), evidence(incident), "the same lines prove it");
        String lines = "host:(" + crash.north() + " OR " + crash.south() + ")";
        appliance.await(lines, crash.size());
        assertEquals(crash.size(), appliance.total(lines), "each line is there once");
        List<String> told = new ArrayList<>(mails(incident, "opened"));
        told.addAll(mails(incident, "escalated"));
        told.addAll(mails(incident, "redundant"));
        assertTrue(Set.copyOf(told).size() <= 3, () -> "at most three messages: " + told);
        return incident;
    }

    /** Redundancy is back, and the last line has come to it, too. */
    private static boolean isOver(JsonNode incident) {
        return incident.path("instants").hasNonNull("redundant")
                && evidence(incident).contains("CLUSTER-south: Local state PRIM Ready");
    }

    private static Predicate<JsonNode> hasEvidence(String words) {
        return incident -> evidence(incident).stream().anyMatch(line -> line.endsWith(words));
    }

    private static Instant instant(JsonNode incident, String name) {
        return Instant.parse(incident.path("instants").path(name).path("time").asText());
    }

    private static Duration unnoticed(JsonNode incident) {
        return Duration.between(instant(incident, "fault"), instant(incident, "detected"));
    }

    private static void assertInstant(JsonNode incident, String name, Instant truth) {
        Duration off = Duration.between(truth, instant(incident, name)).abs();
        assertTrue(
                off.compareTo(SECOND) <= 0,
                () -> name + " is " + off + " off the truth " + truth + ": " + incident.toPrettyString());
    }

    /** The lines that prove it, with no name of the cluster in them. */
    private static Set<String> evidence(JsonNode incident) {
        Set<String> lines = new TreeSet<>();
        for (JsonNode item : incident.path("evidence")) {
            lines.add((item.path("node").asText() + ": " + item.path("text").asText())
                    .replace(incident.path("cluster").asText(), "CLUSTER"));
        }
        return lines;
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private JsonNode list(WrittenCrash crash) {
        try {
            return appliance
                    .get("/api/v1/incidents?state=all&size=20&cluster=" + crash.cluster())
                    .path("incidents");
        } catch (IOException e) {
            return MissingNode.getInstance(); // the engine may be away
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while asking for incidents", e);
        }
    }

    /** Waits for the newest incident of the cluster, in full, to be as wanted. */
    private JsonNode incidentOf(WrittenCrash crash, Predicate<JsonNode> wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        JsonNode incident = null;
        while (System.nanoTime() < deadline) {
            JsonNode found = list(crash);
            if (!found.isEmpty()) {
                incident = appliance.get(
                        "/api/v1/incidents/" + found.path(0).path("id").asText());
                if (wanted.test(incident)) {
                    return incident;
                }
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no incident of " + crash.cluster() + " as wanted within 60 s; there is " + incident);
    }

    private void awaitMail(JsonNode incident, String reason) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (mails(incident, reason).isEmpty()) {
            assertTrue(System.nanoTime() < deadline, () -> "no mail that " + incident.path("id") + " is " + reason);
            Thread.sleep(100);
        }
    }

    /** Message ids of the mails about that incident for that reason, one for each time that it was sent. */
    private List<String> mails(JsonNode incident, String reason) throws MessagingException {
        List<String> ids = new ArrayList<>();
        for (MimeMessage mail : smtp.getReceivedMessages()) {
            if (mail.getMessageID().startsWith("<" + incident.path("id").asText() + ".")
                    && mail.getHeader("X-Failsight-Reason", ",").equals(reason)) {
                ids.add(mail.getMessageID());
            }
        }
        return ids;
    }

    private long pid(String part) throws Exception {
        JsonNode status = appliance.part(part);
        assertTrue(status.path("pid").asLong() > 0, status::toString);
        return status.path("pid").asLong();
    }

    private static void kill(long pid) {
        assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
    }

    private static void signal(long pid, String name) throws IOException, InterruptedException {
        assertEquals(
                0, new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor(), "kill " + name + " " + pid);
    }
}
