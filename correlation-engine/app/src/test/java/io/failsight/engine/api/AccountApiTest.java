package io.failsight.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.audit.Anchors;
import io.failsight.engine.access.StreamSlots;
import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.EngineProfile;
import io.failsight.engine.testing.OpenSearchResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts, tokens, passwords and what of them is recorded, through HTTP. */
@QuarkusTest
@TestProfile(EngineProfile.class)
class AccountApiTest {
    private static final String FIRST = "first of four words";
    private static final String SECOND = "second of four words";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    private ApiClient admin;

    @BeforeEach
    void add() {
        admin = ApiClient.of(base).basic("admin", OpenSearchResource.PASSWORD);
        ApiClient.Answer added = admin.call(
                "POST", "/api/v1/users", "{\"name\":\"nora\",\"roles\":[\"operator\"],\"password\":\"" + FIRST + "\"}");
        assertEquals(200, added.status(), added.response().body());
    }

    @AfterEach
    void remove() {
        admin.call("DELETE", "/api/v1/users/nora", "");
    }

    private ApiClient.Answer signIn(String password) {
        return ApiClient.of(base)
                .call("POST", "/api/v1/session", "{\"name\":\"nora\",\"password\":\"" + password + "\"}");
    }

    private static ApiClient session(URI base, ApiClient.Answer signedIn) {
        return ApiClient.of(base)
                .with("Cookie", signedIn.header("Set-Cookie").split(";")[0])
                .with("X-CSRF-Token", signedIn.json().path("csrfToken").asText());
    }

    private List<String> audit() {
        List<String> acts = new ArrayList<>();
        admin.get("/api/v1/audit", "size", "500")
                .json()
                .path("audit")
                .forEach(act -> acts.add(
                        act.path("by").asText() + " " + act.path("action").asText()));
        return acts.reversed();
    }

    @Test
    void aFirstSignInSuggestsAnotherPasswordAndChangingItEndsOtherSessions() {
        ApiClient.Answer signedIn = signIn(FIRST);
        assertTrue(signedIn.json().path("passwordMade").asBoolean());
        ApiClient own = session(base, signedIn);
        ApiClient elsewhere = session(base, signIn(FIRST));
        String path = "/api/v1/session/password";
        ApiClient.Answer wrong = own.call("PUT", path, "{\"old\":\"not it\",\"password\":\"" + SECOND + "\"}");
        assertEquals(400, wrong.status());
        assertEquals("the old password is wrong", wrong.json().path("detail").asText());
        assertEquals(
                400,
                own.call("PUT", path, "{\"old\":\"" + FIRST + "\",\"password\":\"short\"}")
                        .status());
        ApiClient.Answer changed = own.call("PUT", path, "{\"old\":\"" + FIRST + "\",\"password\":\"" + SECOND + "\"}");
        assertEquals(200, changed.status(), changed.response().body());
        assertFalse(changed.json().path("passwordMade").asBoolean());
        assertEquals(401, elsewhere.get("/api/v1/session").status(), "other sessions have ended");
        assertEquals(401, own.get("/api/v1/session").status(), "so has the old one");
        assertEquals(200, session(base, changed).get("/api/v1/session").status(), "a new one goes on");
        assertEquals(401, signIn(FIRST).status());
        assertEquals(200, signIn(SECOND).status());
    }

    @Test
    void aChangeOfRolesHoldsForTheNextRequestAndADisabledAccountIsOut() {
        ApiClient nora = session(base, signIn(FIRST));
        assertEquals(400, nora.call("POST", "/api/v1/silences", "{}").status());
        admin.call("PUT", "/api/v1/users/nora", "{\"roles\":[\"viewer\"]}");
        assertEquals(403, nora.call("POST", "/api/v1/silences", "{}").status());
        admin.call("PUT", "/api/v1/users/nora", "{\"roles\":[\"viewer\"],\"disabled\":true}");
        assertEquals(401, nora.get("/api/v1/session").status());
        assertEquals(401, signIn(FIRST).status());
        assertEquals(
                409,
                admin.call("PUT", "/api/v1/users/admin", "{\"roles\":[\"viewer\"]}")
                        .status());
    }

    @Test
    void signsSomebodyOutEverywhere() {
        ApiClient nora = session(base, signIn(FIRST));
        signIn(FIRST);
        JsonNode listed = admin.get("/api/v1/users").json();
        assertEquals(
                2,
                listed.valueStream()
                        .filter(user -> user.path("name").asText().equals("nora"))
                        .findFirst()
                        .orElseThrow()
                        .path("sessions")
                        .asInt());
        assertFalse(listed.toString().contains("$2"), "no hash is shown");
        assertEquals(
                204, admin.call("DELETE", "/api/v1/users/nora/sessions", "").status());
        assertEquals(401, nora.get("/api/v1/session").status());
    }

    @Test
    void aTokenOpensWhatItsRoleMayUntilItIsRevoked() {
        JsonNode made = admin.call(
                        "POST",
                        "/api/v1/tokens",
                        "{\"name\":\"wall\",\"role\":\"viewer\",\"expires\":\"2035-01-01T00:00:00Z\"}")
                .json();
        ApiClient program = ApiClient.of(base)
                .with("Authorization", "Bearer " + made.path("token").asText());
        assertEquals(200, program.get("/api/v1/fields").status());
        assertEquals(
                "token wall", program.get("/api/v1/session").json().path("name").asText());
        assertEquals(403, program.call("POST", "/api/v1/silences", "{}").status());
        assertEquals(
                409,
                program.call("PUT", "/api/v1/session/password", "{\"old\":\"x\",\"password\":\"y\"}")
                        .status());
        JsonNode listed = admin.get("/api/v1/tokens").json();
        assertFalse(listed.toString().contains(made.path("token").asText()), "shown once only");
        assertEquals(
                204,
                admin.call("DELETE", "/api/v1/tokens/" + made.path("id").asText(), "")
                        .status());
        assertEquals(401, program.get("/api/v1/fields").status());
    }

    @Test
    void everythingIsInTheAuditAndItsChainIsSound() throws Exception {
        ApiClient nora = session(base, signIn(FIRST));
        signIn("a wrong password");
        nora.call("DELETE", "/api/v1/session", "");
        List<String> acts = audit();
        assertTrue(
                acts.containsAll(List.of("admin add-user", "nora sign-in", "nora sign-in-failed", "nora sign-out")),
                acts::toString);
        JsonNode check = admin.get("/api/v1/audit/check").json();
        assertTrue(check.path("sound").asBoolean(), check::toString);
        assertEquals(acts.size(), check.path("records").asInt() - 0, check::toString);
        Anchors log = Anchors.of(Path.of("target/test-logs/correlation-engine.json"));
        assertTrue(log.size() > 0, "our own log holds the links of the chain");
    }

    /** Streams of one caller are bounded, and their places come back when they end. */
    @Test
    void refusesMoreStreamsThanACallerMayHave() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String cookie = signIn(FIRST).header("Set-Cookie").split(";")[0];
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/v1/events"))
                .header("Cookie", cookie)
                .build();
        List<InputStream> open = new ArrayList<>();
        for (int i = 0; i < StreamSlots.MAX_OF_CALLER; i++) {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertEquals(200, answer.statusCode());
            open.add(answer.body());
        }
        HttpResponse<String> refused = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(429, refused.statusCode(), refused.body());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent());
        for (InputStream stream : open) {
            stream.close();
        }
        io.failsight.engine.testing.Await.until("a place that came back", () -> {
            try {
                HttpResponse<InputStream> again = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                again.body().close();
                return again.statusCode() == 200;
            } catch (java.io.IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void answersTooManyRequestsWithTheTimeToWait() {
        ApiClient nora = session(base, signIn(FIRST));
        ApiClient.Answer answer = nora.get("/api/v1/fields");
        for (int i = 0; i < 5_000 && answer.status() == 200; i++) {
            answer = nora.get("/api/v1/fields");
        }
        assertEquals(429, answer.status());
        assertTrue(Integer.parseInt(answer.header("Retry-After")) >= 1);
        assertEquals(200, admin.get("/api/v1/fields").status(), "others go on");
    }
}
