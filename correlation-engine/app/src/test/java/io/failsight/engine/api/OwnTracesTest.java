package io.failsight.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.DownAndTlsResource;
import io.failsight.engine.testing.OpenSearchResource;
import io.failsight.engine.testing.TraceSink;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Traces of its own, which are off unless asked for. */
@QuarkusTest
@QuarkusTestResource(value = DownAndTlsResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = TraceSink.class, restrictToAnnotatedClass = true)
@TestProfile(OwnTracesTest.Profile.class)
class OwnTracesTest {
    /** Makes Quarkus start once more. */
    public static final class Profile implements QuarkusTestProfile {}

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    @Test
    void sendsASpanOfEachRequestWhenSwitchedOn() throws Exception {
        ApiClient api = ApiClient.of(base).basic("vera", OpenSearchResource.PASSWORD);
        assertEquals(200, api.get("/api/v1/status").status());

        StringBuilder sent = new StringBuilder();
        while (sent.indexOf("/api/v1/status") < 0) {
            String request = TraceSink.REQUESTS.poll(30, TimeUnit.SECONDS);
            assertNotNull(request, "no span of the request came; before: " + sent);
            sent.append(request);
        }
        assertTrue(sent.indexOf("correlation-engine") >= 0, "the service names itself");
        assertTrue(sent.indexOf(OpenSearchResource.PASSWORD) < 0, "a span holds no secret");
    }
}
