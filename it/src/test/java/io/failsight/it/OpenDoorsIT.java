package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.it.lab.RemoteMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An appliance that listens on every address, and a sender on another machine: TLS, and credentials made and revoked by command. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenDoorsIT {
    private static final Pattern TOKEN = Pattern.compile("fst_[A-Za-z0-9_-]{43}");
    private static final String RECORD =
            "{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"geo\"}},"
                    + "{\"key\":\"host.name\",\"value\":{\"stringValue\":\"claimed\"}}]},\"scopeLogs\":[{\"logRecords\":"
                    + "[{\"body\":{\"stringValue\":\"%s\"}}]}]}]}";

    private static @TempDir Path folder;
    private RemoteMachine far;
    private Appliance appliance;

    @BeforeAll
    void start() throws Exception {
        RemoteMachine.obstacle().ifPresent(words -> Assumptions.abort(words));
        far = new RemoteMachine(7);
        appliance = new Appliance(folder.resolve("data"), "listen: 0.0.0.0\n");
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!appliance.printed().contains("OTLP over TLS") || !post("ready").startsWith("401")) {
            assertTrue(
                    System.nanoTime() < deadline && appliance.process().isAlive(),
                    () -> "the door of OTLP did not open; up said: " + printed());
            Thread.sleep(200);
        }
    }

    private String printed() {
        try {
            return appliance.printed();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @AfterAll
    void stop() {
        if (appliance != null) {
            appliance.close();
        }
        if (far != null) {
            far.close();
        }
    }

    /** Status and answer of a request from the other machine, over TLS that trusts the appliance's authority alone. */
    private String post(String body, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-s",
                "-m",
                "10",
                "-w",
                "%{stderr}%{http_code} ",
                "--cacert",
                appliance.data().resolve("secrets/ca.crt").toString(),
                "-H",
                "Content-Type: application/json",
                "-H",
                "X-Forwarded-For: 203.0.113.9",
                "--data",
                RECORD.formatted(body)));
        command.addAll(List.of(more));
        command.add("https://" + far.here() + ":" + appliance.port("otlp-http") + "/v1/logs");
        String printed = far.run(command.toArray(String[]::new));
        Matcher status = Pattern.compile("\\b(\\d{3}) ").matcher(printed);
        return (status.find() ? status.group(1) : "none") + " " + printed;
    }

    /** What the console says of entries, from the other machine too. */
    private String entries(String query) throws Exception {
        return far.run(
                "curl",
                "-s",
                "-m",
                "20",
                "-G",
                "--cacert",
                appliance.data().resolve("secrets/ca.crt").toString(),
                "-u",
                "admin:" + Appliance.PASSWORD,
                "--data-urlencode",
                "query=" + query,
                "https://" + far.here() + ":" + appliance.port("console-tls") + "/api/v1/entries");
    }

    private void awaitEntry(String query, String... words) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        String found = entries(query);
        while (!found.contains("\"total\":1")) {
            assertTrue(System.nanoTime() < deadline, "not found: " + query + ": " + found);
            Thread.sleep(200);
            found = entries(query);
        }
        for (String word : words) {
            assertTrue(found.contains(word), word + " in " + found);
        }
    }

    private void awaitStatus(String status, String body, String... more) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String answer = post(body, more);
        while (!answer.startsWith(status)) {
            assertTrue(System.nanoTime() < deadline, "not " + status + ": " + answer);
            Thread.sleep(100);
            answer = post(body, more);
        }
    }

    @Test
    void aTokenOpensOtlpFromTheNetworkUntilItIsRevoked() throws Exception {
        assertTrue(post("nobody").contains("no credential"));
        Matcher token = TOKEN.matcher(appliance.run("sender", "add", "camera-app", "--token"));
        assertTrue(token.find());
        String header = "authorization: Bearer " + token.group();
        awaitStatus("200", "by-token", "-H", header);
        awaitEntry(
                "receiver:otlp AND body:by-token AND source:\"otlp/sender:camera-app/geo\"",
                "\"peer\":\"" + far.there() + "\"");
        appliance.run("sender", "revoke", "camera-app");
        awaitStatus("401", "revoked", "-H", header);
        assertTrue(post("revoked", "-H", header).contains("was revoked"));
    }

    @Test
    void aCertificateDoesTheSame() throws Exception {
        Path keys = folder.resolve("vms-a");
        appliance.run("sender", "add", "vms-a", "--certificate", keys.toString());
        String[] own = {
            "--cert",
            keys.resolve("vms-a.crt").toString(),
            "--key",
            keys.resolve("vms-a.key").toString()
        };
        awaitStatus("200", "by-certificate", own);
        awaitEntry("body:by-certificate AND source:\"otlp/sender:vms-a/geo\"", far.there());
        appliance.run("sender", "revoke", "vms-a");
        awaitStatus("000", "revoked", own);
    }

    @Test
    void withoutTlsNobodyComesInFromTheNetwork() throws Exception {
        String answer = far.run(
                "curl",
                "-s",
                "-m",
                "10",
                "-w",
                "%{http_code}",
                "-H",
                "Content-Type: application/json",
                "--data",
                "{}",
                "http://" + far.here() + ":" + appliance.port("otlp-http") + "/v1/logs");
        assertTrue(answer.contains("000"), answer);
    }

    @Test
    void thisMachineStillMayAndNeedsNeither() throws Exception {
        assertEquals(
                200,
                new OtlpToken("http://127.0.0.1:" + appliance.port("otlp-http"), "").post(RECORD.formatted("local")));
    }
}
