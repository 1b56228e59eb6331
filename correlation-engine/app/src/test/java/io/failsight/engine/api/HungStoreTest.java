package io.failsight.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.HungStoreResource;
import io.failsight.engine.testing.OpenSearchResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service while OpenSearch and the collector take requests and never answer; that the limits hold shows in the answers' words. */
@QuarkusTest
@QuarkusTestResource(value = HungStoreResource.class, restrictToAnnotatedClass = true)
@TestProfile(HungStoreTest.Profile.class)
@Timeout(120)
class HungStoreTest {
    /** Makes Quarkus start once more. */
    public static final class Profile implements QuarkusTestProfile {}

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    /** More at once than there are connections and threads, so that some wait for both. */
    @Test
    void answersSearchesAndStatusWithinTheirLimits() throws Exception {
        ApiClient api = ApiClient.of(base).basic("vera", OpenSearchResource.PASSWORD);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ApiClient.Answer>> searches = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                for (String path : new String[] {"entries", "histogram", "facets"}) {
                    searches.add(threads.submit(() -> api.get("/api/v1/" + path)));
                }
            }
            saysThatBothDoNotAnswer(api.get("/api/v1/status").json().path("parts"));
            for (Future<ApiClient.Answer> search : searches) {
                ApiClient.Answer answer = search.get();
                assertEquals(503, answer.status(), answer.response().body());
                assertEquals("application/problem+json", answer.header("Content-Type"));
                assertEquals("5", answer.header("Retry-After"));
                String detail = answer.json().path("detail").asText();
                assertTrue(detail.contains("did not answer within 1.0 s"), detail);
            }
        }
    }

    private static void saysThatBothDoNotAnswer(JsonNode parts) {
        JsonNode opensearch = parts.path(0);
        assertFalse(opensearch.path("up").asBoolean());
        String detail = opensearch.path("detail").asText();
        // The connection gives up after the search's limit of one second, or the status after its own.
        assertTrue(detail.matches(".*did not answer within (1.0|2.5) s.*"), detail);
        assertFalse(parts.path(1).path("up").asBoolean());
    }
}
