package io.failsight.engine.api.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.failsight.engine.signal.SignalDoor;
import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.Await;
import io.failsight.engine.testing.EngineProfile;
import io.failsight.engine.testing.EngineResource;
import io.failsight.engine.testing.OpenSearchResource;
import io.failsight.engine.testing.Signals;
import io.failsight.model.signal.Signal;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** From signals over HTTP to incidents, clusters and what operators do, with the real core and a real ledger, while there is no OpenSearch. */
@QuarkusTest
@TestProfile(EngineProfile.class)
class IncidentApiTest {
    private static final String INCIDENTS = "/api/v1/incidents";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path FIXTURES = Path.of("src/test/web/fixtures");

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    @TestHTTPResource(management = true)
    @SuppressWarnings("NullAway.Init") // injected
    URI management;

    private final Instant start = InstantSource.system().instant().minusSeconds(300);

    private ApiClient as(String name) {
        return ApiClient.of(base).basic(name, OpenSearchResource.PASSWORD);
    }

    private void send(List<Signal> signals) {
        ApiClient.Answer answer = ApiClient.of(base)
                .with("Authorization", "Bearer " + EngineResource.TOKEN)
                .call("POST", SignalDoor.PATH, Signals.lines(signals));
        assertEquals(204, answer.status(), answer.response().body());
    }

    private JsonNode only(String cluster) {
        JsonNode incidents =
                as("vera").get(INCIDENTS, "cluster", cluster).json().path("incidents");
        return incidents.size() == 1 ? incidents.path(0) : JSON.createObjectNode();
    }

    /** A crash with takeover, told until the engine has it. */
    private String failover(String cluster) {
        Signals signals = new Signals(cluster + "-", cluster, start);
        send(signals.calm());
        send(signals.crash());
        send(signals.takeover());
        Await.until(
                "a degraded incident of " + cluster,
                () -> only(cluster).path("state").asText().equals("degraded"));
        return only(cluster).path("id").asText();
    }

    @Test
    void tellsAFailoverFromItsSignals() {
        String id = failover("mirror");
        assertTrue(id.matches("\\d{4}-\\d\\d-\\d\\d-mirror-1"), id);
        JsonNode incident = as("vera").get(INCIDENTS + "/" + id).json();
        assertEquals("node", incident.path("kind").asText(), incident.toString());
        assertEquals("[\"vms-a\"]", incident.path("failedNodes").toString());
        assertEquals("vms-b", incident.path("servingNode").asText());
        assertEquals("safekit", incident.path("product").asText());
        assertEquals(
                start.plusSeconds(100).toEpochMilli(),
                Instant.parse(incident.path("instants")
                                .path("restored")
                                .path("time")
                                .asText())
                        .toEpochMilli(),
                1_000,
                incident.path("instants").toString());
        assertTrue(incident.path("causes").path(0).path("weight").asDouble() > 0);
        assertTrue(incident.path("evidence").size() >= 3);
        assertTrue(incident.path("revisions").size() >= 1);
        assertEquals(
                incident.path("summary"),
                as("vera")
                        .get(INCIDENTS + "/" + id + "/revisions/"
                                + incident.path("revision").asInt())
                        .json()
                        .path("summary"));
        assertEquals(
                404, as("vera").get(INCIDENTS + "/" + id + "/revisions/999").status());
        assertEquals(404, as("vera").get(INCIDENTS + "/nothing").status());
    }

    @Test
    void answersHaveTheMembersOfTheFixtures() throws IOException {
        String id = failover("shape");
        as("otto").call("POST", INCIDENTS + "/" + id + "/notes", "{\"text\": \"seen\"}");
        sameMembers("incident.json", as("vera").get(INCIDENTS + "/" + id).json());
        sameMembers(
                "revision.json",
                as("vera").get(INCIDENTS + "/" + id + "/revisions/1").json());
        sameMembers("incidents.json", as("vera").get(INCIDENTS).json());
        sameMembers("clusters.json", as("vera").get("/api/v1/clusters").json());
        sameMembers("audit.json", as("vera").get("/api/v1/audit").json());
    }

    private static void sameMembers(String file, JsonNode answer) throws IOException {
        JsonNode fixture = JSON.readTree(Files.readString(FIXTURES.resolve(file)));
        sameMembers(file, fixture, answer);
    }

    private static void sameMembers(String path, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            assertEquals(names(expected), names(actual), path);
            expected.properties()
                    .forEach(member ->
                            sameMembers(path + "." + member.getKey(), member.getValue(), actual.path(member.getKey())));
        } else if (expected.isArray() && !expected.isEmpty() && !actual.isEmpty()) {
            sameMembers(path + "[0]", expected.path(0), actual.path(0));
        }
    }

    private static TreeSet<String> names(JsonNode object) {
        TreeSet<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void showsClustersNowAndThen() {
        Signals signals = new Signals("then-", "then", start);
        send(signals.calm());
        send(signals.crash());
        send(signals.takeover());
        Await.until("the takeover", () -> role("then", "", "vms-b").equals("alone"));
        assertEquals("secondary", role("then", start.plusSeconds(30).toString(), "vms-b"));
        assertEquals("primary", role("then", start.plusSeconds(30).toString(), "vms-a"));
        Await.until("its incident", () -> !only("then").path("id").isMissingNode());
        JsonNode all = as("vera").get("/api/v1/clusters").json();
        assertTrue(
                all.path("sites").toString().startsWith("[\"north\",\"south\""),
                all.path("sites").toString());
        for (JsonNode cluster : all.path("clusters")) {
            if (cluster.path("name").asText().equals("then")) {
                assertEquals(
                        only("then").path("id"), cluster.path("openIncidents").path(0));
            }
        }
        assertEquals(404, as("vera").get("/api/v1/clusters/nothing").status());
        assertEquals(
                400, as("vera").get("/api/v1/clusters/then", "at", "yesterday").status());
    }

    private String role(String cluster, String at, String node) {
        for (JsonNode each :
                as("vera").get("/api/v1/clusters/" + cluster, "at", at).json().path("nodes")) {
            if (each.path("name").asText().equals(node)) {
                return each.path("role").asText();
            }
        }
        return "";
    }

    @Test
    void takesWhatOperatorsDoAndAuditsIt() {
        String id = failover("deeds");
        String path = INCIDENTS + "/" + id;
        assertEquals(403, as("vera").call("POST", path + "/acknowledge", "{}").status());
        assertEquals(200, as("otto").call("POST", path + "/acknowledge", "{}").status());
        assertEquals(
                200,
                as("otto")
                        .call("POST", path + "/notes", "{\"text\": \" <b>rack</b> 3 \"}")
                        .status());
        assertEquals(
                400,
                as("otto").call("POST", path + "/notes", "{\"text\": \" \"}").status());
        assertEquals(
                400,
                as("otto")
                        .call("POST", path + "/notes", "{\"text\": \"" + "x".repeat(4_001) + "\"}")
                        .status());
        ApiClient.Answer handed =
                as("admin").call("POST", path + "/hand-over", "{\"to\": \"night shift\", \"text\": \"start vms-a\"}");
        assertEquals(
                "night shift",
                handed.json().path("handedTo").asText(),
                handed.response().body());
        JsonNode incident = as("vera").get(path).json();
        assertEquals("otto", incident.path("acknowledged").path("by").asText());
        assertEquals(
                "<b>rack</b> 3", incident.path("notes").path(0).path("text").asText());
        assertEquals(2, incident.path("notes").size());
        assertEquals(
                List.of("acknowledge", "note", "hand-over"),
                incident.path("audit").findValuesAsText("action"));
        JsonNode page = as("vera").get("/api/v1/audit", "size", "1").json();
        assertEquals(1, page.path("audit").size());
        JsonNode next = as("vera")
                .get("/api/v1/audit", "size", "1", "cursor", page.path("next").asText())
                .json();
        assertTrue(next.path("audit").path(0).path("id").asLong()
                < page.path("audit").path(0).path("id").asLong());
        assertEquals(
                404,
                as("otto")
                        .call("POST", INCIDENTS + "/nothing/acknowledge", "{}")
                        .status());
    }

    @Test
    void keepsSilencesUntilTheyEnd() {
        String wanted =
                "{\"cluster\": \"hub\", \"kinds\": [\"component\"], \"to\": \"2099-01-01T00:00:00Z\", \"reason\": \"updates\", "
                        + "\"maintenance\": true}";
        assertEquals(403, as("vera").call("POST", "/api/v1/silences", wanted).status());
        ApiClient.Answer made = as("otto").call("POST", "/api/v1/silences", wanted);
        assertEquals(200, made.status(), made.response().body());
        long id = made.json().path("id").asLong();
        JsonNode listed = as("vera").get("/api/v1/silences").json();
        assertEquals(id, listed.path(0).path("id").asLong());
        assertEquals("otto", listed.path(0).path("by").asText());
        for (String wrong : List.of(
                "{}",
                wanted.replace("component", "storm"),
                wanted.replace("2099", "1999"),
                wanted.replace("2099-01-01T00:00:00Z", "tomorrow"),
                wanted.replace("updates", ""))) {
            ApiClient.Answer answer = as("otto").call("POST", "/api/v1/silences", wrong);
            assertEquals(400, answer.status(), wrong + answer.response().body());
        }
        assertEquals(
                204, as("otto").call("DELETE", "/api/v1/silences/" + id, "").status());
        assertEquals(
                404, as("otto").call("DELETE", "/api/v1/silences/987654", "").status());
        assertFalse(as("vera").get("/api/v1/silences").response().body().contains("\"id\":" + id + ","));
    }

    @Test
    void listsByPageStateAndTime() {
        failover("list-a");
        failover("list-b");
        JsonNode first = as("vera").get(INCIDENTS, "size", "1").json();
        assertEquals(1, first.path("incidents").size());
        JsonNode second = as("vera")
                .get(INCIDENTS, "size", "1", "cursor", first.path("next").asText())
                .json();
        assertFalse(first.path("incidents")
                .path(0)
                .path("id")
                .equals(second.path("incidents").path(0).path("id")));
        assertEquals(
                0,
                as("vera")
                        .get(INCIDENTS, "to", "now-1h")
                        .json()
                        .path("incidents")
                        .size());
        assertEquals(
                0,
                as("vera")
                        .get(INCIDENTS, "state", "closed", "cluster", "list-a")
                        .json()
                        .path("incidents")
                        .size());
        assertEquals(400, as("vera").get(INCIDENTS, "state", "lost").status());
        assertEquals(400, as("vera").get(INCIDENTS, "cursor", "x").status());
        assertEquals(401, ApiClient.of(base).get(INCIDENTS).status());
    }

    @Test
    void makesAReportThatRunsNothing() throws IOException {
        String id = failover("report");
        as("otto").call("POST", INCIDENTS + "/" + id + "/notes", "{\"text\": \"</p><img src=x onerror=alert(2)>\"}");
        ApiClient.Answer report = as("vera").get(INCIDENTS + "/" + id + "/report.html");
        assertEquals(200, report.status());
        assertTrue(report.header("Content-Type").startsWith("text/html"), report.header("Content-Type"));
        assertTrue(report.header("Content-Security-Policy").startsWith("default-src 'none'; style-src 'sha256-"));
        assertEquals(
                1,
                report.response().headers().allValues("Content-Security-Policy").size());
        String html = report.response().body();
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assertFalse(html.matches("(?s).*<(script|img|link|iframe|object)\\b.*"), "nothing that runs or loads");
        assertFalse(html.contains("http://") || html.contains("https://"), "nothing from elsewhere");
        Files.writeString(Path.of("target", "report-sample.html"), html);
        assertEquals(404, as("vera").get(INCIDENTS + "/nothing/report.html").status());
    }

    @Test
    void tellsOpenPagesAtOnce() throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(60_000);
            String credentials = Base64.getEncoder()
                    .encodeToString(("vera:" + OpenSearchResource.PASSWORD).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + credentials
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertEquals("HTTP/1.1 200 OK", lines.readLine());
            await(lines, ":", "live");
            String id = failover("live");
            await(lines, "data:", "\"id\":\"" + id + "\"");
            as("otto").call("POST", INCIDENTS + "/" + id + "/acknowledge", "{}");
            await(lines, "data:", "\"acknowledged\":{\"by\":\"otto\"");
        }
    }

    private static String await(BufferedReader lines, String start, String part) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(start) && line.contains(part)) {
                return line;
            }
        }
        throw new IOException("the stream ended");
    }

    @Test
    void countsWhatItDoes() {
        failover("count");
        String metrics = ApiClient.of(management.resolve("/"))
                .get("/q/metrics")
                .response()
                .body();
        for (String name : List.of(
                "failsight_signals_received_total",
                "failsight_signals_duplicate_total",
                "failsight_incidents_open",
                "failsight_incident_open_seconds_count",
                "failsight_store_errors_total 0.0")) {
            assertTrue(metrics.contains(name), name);
        }
        assertTrue(ApiClient.of(management.resolve("/"))
                .get("/q/health/ready")
                .response()
                .body()
                .contains("correlation"));
    }
}
