package io.failsight.engine.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.EngineProfile;
import io.failsight.engine.testing.EngineResource;
import io.failsight.engine.testing.Signals;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The acknowledged stream through real HTTP into a real ledger. */
@QuarkusTest
@TestProfile(EngineProfile.class)
class SignalDoorTest {
    private static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    @Inject
    @SuppressWarnings("NullAway.Init") // injected
    SignalLog log;

    private ApiClient collector() {
        return ApiClient.of(base).with("Authorization", "Bearer " + EngineResource.TOKEN);
    }

    private static List<Signal> some(String prefix, int count) {
        Signals signals = new Signals(prefix, "door", START);
        List<Signal> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(signals.of(
                    Duration.ofMillis(i),
                    "vms-a",
                    SignalKind.CHECKER_UP,
                    "tcp.x",
                    Map.of(),
                    "Resource tcp.x set to up by tcpcheck"));
        }
        return made;
    }

    private List<String> stored(String prefix) {
        List<String> ids = new ArrayList<>();
        log.replay(signals -> signals.stream()
                .map(Signal::id)
                .filter(id -> id.startsWith(prefix))
                .forEach(ids::add));
        return ids;
    }

    @Test
    void storesSignalsOnceHoweverOftenTheyCome() {
        String lines = Signals.lines(some("once-", 3));
        long duplicate = log.duplicate();
        assertEquals(204, collector().call("POST", SignalDoor.PATH, lines).status());
        assertEquals(
                204, collector().call("POST", SignalDoor.PATH, lines + "\n\n").status());
        assertEquals(List.of("once-1", "once-2", "once-3"), stored("once-"));
        assertEquals(duplicate + 3, log.duplicate());
    }

    @Test
    void givesBackEveryMemberAsItCame() {
        Signal sent = some("whole-", 1).getFirst();
        assertEquals(
                204,
                collector()
                        .call("POST", SignalDoor.PATH, Signals.lines(List.of(sent)))
                        .status());
        List<Signal> read = new ArrayList<>();
        log.replay(read::addAll);
        Signal found = read.stream()
                .filter(signal -> signal.id().equals("whole-1"))
                .findFirst()
                .orElseThrow();
        assertEquals(sent.toString(), found.toString());
    }

    @Test
    void namesTheWrongLineAndMemberAndKeepsNothing() {
        String lines = Signals.lines(some("wrong-", 2));
        ApiClient.Answer kind = collector()
                .call(
                        "POST",
                        SignalDoor.PATH,
                        lines + lines.lines().findFirst().orElseThrow().replace("checker-up", "nonsense"));
        assertEquals(400, kind.status(), kind.response().body());
        assertEquals("application/problem+json", kind.header("Content-Type"));
        assertEquals(3, kind.json().path("line").asInt());
        assertEquals("kind", kind.json().path("member").asText());
        assertTrue(kind.json().path("detail").asText().startsWith("line 3, member 'kind': 'nonsense' is no kind"));
        ApiClient.Answer node =
                collector().call("POST", SignalDoor.PATH, lines.replaceFirst("\"node\":\"vms-a\"", "\"node\":7"));
        assertEquals(
                "line 1, member 'subject.node': must be a text",
                node.json().path("detail").asText());
        ApiClient.Answer garbage = collector().call("POST", SignalDoor.PATH, lines + "{\"id\": ");
        assertEquals(3, garbage.json().path("line").asInt(), garbage.response().body());
        assertEquals(List.of(), stored("wrong-"));
    }

    @Test
    void takesNoMoreThanItsLimits() {
        ApiClient.Answer many = collector().call("POST", SignalDoor.PATH, Signals.lines(some("many-", 513)));
        assertEquals(400, many.status(), many.response().body());
        assertEquals(513, many.json().path("line").asInt());
        assertEquals(
                413,
                collector()
                        .call("POST", SignalDoor.PATH, " ".repeat(SignalDoor.MAX_BYTES + 1))
                        .status());
        assertEquals(
                204,
                collector()
                        .call("POST", SignalDoor.PATH, " ".repeat(SignalDoor.MAX_BYTES))
                        .status());
        assertEquals(List.of(), stored("many-"));
    }

    @Test
    void letsOnlyCollectorsIn() {
        String lines = Signals.lines(some("in-", 1));
        assertEquals(
                401, ApiClient.of(base).call("POST", SignalDoor.PATH, lines).status());
        assertEquals(
                401,
                ApiClient.of(base)
                        .with("Authorization", "Bearer " + EngineResource.TOKEN + "x")
                        .call("POST", SignalDoor.PATH, lines)
                        .status());
        assertEquals(
                401,
                ApiClient.of(base)
                        .basic("admin", "correct horse")
                        .call("POST", SignalDoor.PATH, lines)
                        .status());
        assertEquals(405, collector().call("GET", SignalDoor.PATH, "").status());
        assertEquals(401, collector().get("/api/v1/incidents").status());
        assertEquals(List.of(), stored("in-"));
    }
}
