package io.failsight.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.DownAndTlsResource;
import io.failsight.engine.testing.OpenSearchResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/** The service without OpenSearch: says so and stays up. And over TLS. */
@QuarkusTest
@QuarkusTestResource(value = DownAndTlsResource.class, restrictToAnnotatedClass = true)
@TestProfile(DownAndTlsTest.Profile.class)
class DownAndTlsTest {
    /** Makes Quarkus start once more. */
    public static final class Profile implements QuarkusTestProfile {}

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    @TestHTTPResource(tls = true)
    @SuppressWarnings("NullAway.Init") // injected
    URI tls;

    @TestHTTPResource(management = true)
    @SuppressWarnings("NullAway.Init") // injected
    URI management;

    @Test
    void saysThatSearchIsNotAvailable() {
        ApiClient api = ApiClient.of(base).basic("vera", OpenSearchResource.PASSWORD);
        for (String path : new String[] {"entries", "histogram", "facets", "entries/x", "entries/x/neighbours"}) {
            ApiClient.Answer answer = api.get("/api/v1/" + path);
            assertEquals(503, answer.status(), path);
            assertEquals("5", answer.header("Retry-After"));
            assertTrue(
                    answer.json().path("detail").asText().contains("cannot be reached"),
                    answer.response().body());
        }
        JsonNode part = api.get("/api/v1/status").json().path("parts").path(0);
        assertFalse(part.path("up").asBoolean());
    }

    @Test
    void staysHealthyAndShowsMetricsOnTheManagementPortOnly() {
        ApiClient.Answer health = ApiClient.of(management.resolve("/")).get("/q/health");
        assertEquals(200, health.status());
        assertEquals("UP", health.json().path("status").asText());
        assertTrue(ApiClient.of(management.resolve("/"))
                .get("/q/metrics")
                .response()
                .body()
                .contains("jvm_memory"));
    }

    @Test
    void servesTheApiOverTls() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trustingAll()).build();
        HttpRequest request = HttpRequest.newBuilder(tls.resolve("/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"vera\",\"password\":\"" + OpenSearchResource.PASSWORD + "\"}"))
                .build();
        HttpResponse<String> response =
                client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertEquals(200, response.statusCode(), response.body());
        String cookie = response.headers().firstValue("Set-Cookie").orElse("");
        assertTrue(cookie.contains("Secure"), cookie);
        assertTrue(response.headers().firstValue("Strict-Transport-Security").isPresent());
    }

    private static SSLContext trustingAll() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        return context;
    }

    /** The certificate was made for this test a moment ago. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
