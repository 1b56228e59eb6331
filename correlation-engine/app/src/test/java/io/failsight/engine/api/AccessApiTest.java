package io.failsight.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.access.SignInLimiter;
import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.OpenSearchResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in and who does not, through HTTP. */
@QuarkusTest
@QuarkusTestResource(OpenSearchResource.class)
class AccessApiTest {
    private static final String SESSION = "/api/v1/session";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/entries",
                "/api/v1/histogram",
                "/api/v1/facets",
                "/api/v1/fields",
                "/api/v1/status",
                "/api/v1/tail",
                "/api/v1/session",
                "/api/v1/entries/x",
                "/api/v1/entries/x/neighbours",
                "/api/v1/nothing",
                "/api",
                "/api/",
                "//api/v1/fields",
                "/x/../api/v1/fields",
                "/%61pi/v1/fields",
                "/api/v1/fields/",
                "/api/v1/fields;a=b"
            })
    void letsNobodyInWithoutCredentials(String path) {
        ApiClient.Answer answer =
                ApiClient.of(base).call("GET", base.resolve("/").toString().replaceAll("/$", "") + path, "");
        assertEquals(401, answer.status(), answer.response().body());
        assertEquals("application/problem+json", answer.header("Content-Type"));
        assertEquals("Not signed in", answer.json().path("title").asText());
    }

    @Test
    void signsInStaysSignedInAndSignsOut() {
        ApiClient anonymous = ApiClient.of(base);
        ApiClient.Answer signedIn = signIn(anonymous, "otto", OpenSearchResource.PASSWORD);
        assertEquals(200, signedIn.status(), signedIn.response().body());
        assertEquals("[\"operator\"]", signedIn.json().path("roles").toString());
        String cookie = signedIn.header("Set-Cookie");
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
        ApiClient session = anonymous.with("Cookie", cookie.split(";")[0]);
        JsonNode shown = session.get(SESSION).json();
        assertEquals("otto", shown.path("name").asText());
        assertEquals(signedIn.json().path("csrfToken"), shown.path("csrfToken"));
        assertEquals(200, session.get("/api/v1/fields").status());
        assertEquals(403, session.call("DELETE", SESSION, "").status());
        assertEquals(
                403,
                session.with("X-CSRF-Token", "x").call("DELETE", SESSION, "").status());
        ApiClient withToken =
                session.with("X-CSRF-Token", shown.path("csrfToken").asText());
        ApiClient.Answer signedOut = withToken.call("DELETE", SESSION, "");
        assertEquals(204, signedOut.status());
        assertTrue(signedOut.header("Set-Cookie").contains("Max-Age=0"));
        assertEquals(401, session.get(SESSION).status());
    }

    @Test
    void takesBasicCredentialsWithoutCsrfToken() {
        ApiClient admin = ApiClient.of(base).basic("admin", OpenSearchResource.PASSWORD);
        assertEquals(200, admin.get(SESSION).status());
        assertFalse(admin.get(SESSION).json().has("csrfToken"));
        assertEquals(204, admin.call("DELETE", SESSION, "").status());
    }

    @Test
    void letsViewerReadOnly() {
        ApiClient vera = ApiClient.of(base).basic("vera", OpenSearchResource.PASSWORD);
        assertEquals(200, vera.get("/api/v1/fields").status());
        ApiClient.Answer answer = vera.call("POST", "/api/v1/silences", "{}");
        assertEquals(403, answer.status());
        assertEquals(
                "'vera' may not do this; it needs the role operator",
                answer.json().path("detail").asText());
        ApiClient otto = ApiClient.of(base).basic("otto", OpenSearchResource.PASSWORD);
        assertEquals(404, otto.call("POST", "/api/v1/anything", "{}").status());
        assertEquals(405, otto.call("POST", "/api/v1/fields", "{}").status());
    }

    @Test
    void refusesChangesThatOtherSitesSend() {
        ApiClient admin = ApiClient.of(base).basic("admin", OpenSearchResource.PASSWORD);
        assertEquals(
                403,
                admin.with("Sec-Fetch-Site", "cross-site")
                        .call("DELETE", SESSION, "")
                        .status());
        assertEquals(
                204,
                admin.with("Sec-Fetch-Site", "same-origin")
                        .call("DELETE", SESSION, "")
                        .status());
    }

    @Test
    void slowsDownGuessing() {
        ApiClient anonymous = ApiClient.of(base);
        int refused = 0;
        ApiClient.Answer answer = signIn(anonymous, "mallory", "wrong");
        while (answer.status() == 401) {
            assertEquals(
                    "name or password is wrong", answer.json().path("detail").asText());
            refused++;
            answer = refused % 2 == 0
                    ? signIn(anonymous, "mallory", "wrong")
                    : anonymous.basic("mallory", "wrong").get(SESSION);
            assertTrue(refused < 50, "guessing is never slowed down");
        }
        assertEquals(429, answer.status());
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
    }

    @Test
    void countsNoRequestWithoutCredentialsOrWithAnOldSession() {
        ApiClient anonymous = ApiClient.of(base);
        for (int i = 0; i < 2 * SignInLimiter.MAX_FAILURES_OF_LOOPBACK; i++) {
            ApiClient client = i % 2 == 0 ? anonymous : anonymous.with("Cookie", "failsight-session=old");
            assertEquals(401, client.get(SESSION).status());
        }
        assertEquals(
                200, signIn(anonymous, "admin", OpenSearchResource.PASSWORD).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/theme.js", "/failsight.svg"})
    void letsBrowsersAskAgainForWhatKeepsItsNameOverAnUpgrade(String path) {
        ApiClient.Answer answer = ApiClient.of(base).get(path);
        assertEquals(200, answer.status());
        assertEquals(List.of("no-cache"), answer.response().headers().allValues("Cache-Control"));
    }

    @Test
    void letsBrowsersKeepWhatChangesItsName() {
        String page = ApiClient.of(base).get("/").response().body();
        Matcher bundle = Pattern.compile("\"(/static/[^\"]+\\.js)\"").matcher(page);
        assertTrue(bundle.find(), page);
        String header = ApiClient.of(base).get(bundle.group(1)).header("Cache-Control");
        assertFalse(header.contains("no-cache"), bundle.group(1) + ": " + header);
    }

    @Test
    void refusesSignInsThatAreNone() {
        ApiClient anonymous = ApiClient.of(base);
        assertEquals(400, anonymous.call("POST", SESSION, "{}").status());
        assertEquals(400, anonymous.call("POST", SESSION, "{\"name\":").status());
        assertEquals(
                415,
                anonymous
                        .with("Content-Type", "text/plain")
                        .call("POST", SESSION, "")
                        .status());
        assertEquals(
                401, anonymous.with("Authorization", "Basic %%%").get(SESSION).status());
        assertEquals(
                401, anonymous.with("Authorization", "Bearer x").get(SESSION).status());
        assertEquals(
                401,
                anonymous.with("Cookie", "failsight-session=x").get(SESSION).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/theme.js",
                "/nothing",
                "/%3Cscript%3E",
                "/q",
                "/q/openapi",
                "/q/swagger-ui",
                "/q/health",
                "/q/dev-ui",
                "/api/v1/fields",
                "/api/v1/entries?query=(",
                "/api/v1/nothing",
                "/api/v1/incidents/none/report.html"
            })
    void sendsSecurityHeadersWithEverything(String path) {
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "TRACE")) {
            for (ApiClient client :
                    List.of(ApiClient.of(base), ApiClient.of(base).basic("otto", OpenSearchResource.PASSWORD))) {
                ApiClient.Answer answer = client.call(method, path, "{");
                String policy = answer.header("Content-Security-Policy");
                assertTrue(policy.startsWith("default-src 'none'; "), method + ": " + policy);
                assertTrue(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), policy);
                assertTrue(
                        path.startsWith("/api")
                                ? policy.contains("sandbox")
                                : policy.contains("script-src 'self';") && policy.contains("require-trusted-types-for"),
                        policy);
                assertFalse(
                        policy.contains("unsafe") || policy.contains("*") || policy.contains("data:"),
                        () -> method + ": " + policy);
                assertEquals("nosniff", answer.header("X-Content-Type-Options"));
                assertEquals("no-referrer", answer.header("Referrer-Policy"));
                assertEquals("DENY", answer.header("X-Frame-Options"));
            }
        }
    }

    @Test
    void servesTheDescriptionAndThePageToEverybody() {
        assertEquals(200, ApiClient.of(base).get("/").status());
        assertEquals(200, ApiClient.of(base).get("/q/openapi?format=json").status());
        assertEquals(404, ApiClient.of(base).get("/q/metrics").status());
        assertEquals(404, ApiClient.of(base).get("/q/health").status());
    }

    private static ApiClient.Answer signIn(ApiClient client, String name, String password) {
        return client.call("POST", SESSION, "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }
}
