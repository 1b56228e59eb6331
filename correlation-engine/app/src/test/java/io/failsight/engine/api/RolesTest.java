package io.failsight.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.EngineProfile;
import io.failsight.engine.testing.OpenSearchResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks everything that can be called, with nobody's, too small and right credentials. */
@QuarkusTest
@TestProfile(EngineProfile.class)
class RolesTest {
    /** Operations that change something and still need no more than a viewer: they concern the caller alone. */
    private static final Set<String> CHANGES_OF_VIEWERS = Set.of("signOut", "changeOwnPassword");

    /**
     * Routes of the server besides those of resources, which the walk tries; each is public on purpose. Below {@code /q/} there is the description
     * of the API and nothing else, as {@link #nothingElseAnswersOnTheDoorOfPeople} holds.
     */
    private static final Set<String> PUBLIC_ROUTES = Set.of("/q/", "/static/", "/");

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    @Inject
    @SuppressWarnings("NullAway.Init") // injected
    Router router;

    private List<String> walk(ApiWalk.Operation operation) {
        return new ApiWalk(base, OpenSearchResource.PASSWORD).faults(operation);
    }

    @Test
    void everyOperationAsksForItsRole() {
        List<ApiWalk.Operation> operations = new ApiWalk(base, OpenSearchResource.PASSWORD).operations();
        assertTrue(operations.size() >= 42, operations::toString);
        List<String> faults = new ArrayList<>();
        operations.forEach(operation -> faults.addAll(walk(operation)));
        assertEquals(List.of(), faults);
        assertEquals(
                Set.of("signIn", "listSignInWays", "beginOidc", "endOidc"),
                Set.copyOf(operations.stream()
                        .filter(operation -> operation.role().equals("none"))
                        .map(ApiWalk.Operation::id)
                        .toList()));
        assertEquals(
                CHANGES_OF_VIEWERS,
                Set.copyOf(operations.stream()
                        .filter(operation -> operation.role().equals("viewer")
                                && !operation.method().equals("GET"))
                        .map(ApiWalk.Operation::id)
                        .toList()));
    }

    /** {@link UnguardedResource} was forgotten: nobody gets in, and the walk says so. */
    @Test
    void anOperationThatDeclaresNoRoleIsShutAndFound() {
        for (String name : List.of("vera", "otto", "admin")) {
            ApiClient.Answer answer =
                    ApiClient.of(base).basic(name, OpenSearchResource.PASSWORD).get(UnguardedResource.PATH);
            assertEquals(403, answer.status(), answer.response().body());
        }
        assertEquals(401, ApiClient.of(base).get(UnguardedResource.PATH).status());
        List<String> faults = walk(new ApiWalk.Operation("GET", UnguardedResource.PATH, "", "forgotten", false));
        assertEquals(List.of("GET " + UnguardedResource.PATH + " declares no role"), faults);
    }

    /** One that says it needs an admin while it lets a viewer in is found, too. */
    @Test
    void theWalkSeesAnOperationThatLetsTooMuchIn() {
        List<String> faults = walk(new ApiWalk.Operation("GET", "/api/v1/fields", "admin", "listFields", false));
        assertEquals(
                List.of(
                        "GET /api/v1/fields answers viewer with 200 instead of 403",
                        "GET /api/v1/fields answers operator with 200 instead of 403"),
                faults);
    }

    @Test
    void everyRouteOfTheServerIsKnown() {
        Set<String> unknown = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            String path = route.getPath();
            if (path != null && PUBLIC_ROUTES.stream().noneMatch(path::equals)) {
                unknown.add(path);
            }
        }
        assertEquals(Set.of(), unknown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/health",
                "/q/metrics",
                "/q/arc",
                "/q/arc/beans",
                "/q/dev",
                "/q/dev-ui",
                "/q/info",
                "/q/health/ready",
                "/q",
                "/metrics",
                "/openapi",
                "/q/loggers",
                "/internal/v1/dead-letters"
            })
    void nothingElseAnswersOnTheDoorOfPeople(String path) {
        assertEquals(404, ApiClient.of(base).get(path).status());
    }

    /** Health and metrics stand on a port of their own, on loopback. */
    @Test
    void healthAndMetricsAreOnLoopbackOnly() {
        assertEquals("127.0.0.1", ConfigProvider.getConfig().getValue("quarkus.management.host", String.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api;x=1/v1/users",
                "/API/v1/users",
                "/api/v1;x/users",
                "/./api/v1/users",
                "/static/../api/v1/users",
                "/static/%2e%2e/api/v1/users",
                "/api%2fv1/users",
                "/api/v1/users?x=/static/",
                "/api/v1/users%00",
                "/api\\v1/users"
            })
    void noSpellingOfAnAddressGetsPastTheGate(String path) {
        int status = RawRequest.status(base, "GET " + path);
        assertTrue(Set.of(400, 401, 404).contains(status), path + " is answered with " + status);
        assertFalse(status == 404 && path.startsWith("/api/"), path);
    }
}
