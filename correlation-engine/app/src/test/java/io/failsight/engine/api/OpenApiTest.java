package io.failsight.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.OpenSearchResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The description of the API is complete. */
@QuarkusTest
@QuarkusTestResource(OpenSearchResource.class)
class OpenApiTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    @Test
    void describesEveryOperation() {
        JsonNode api = ApiClient.of(base).get("/q/openapi?format=json").json();
        List<String> lacking = new ArrayList<>();
        assertEquals(
                Set.of(
                        "/api/v1/audit",
                        "/api/v1/audit/check",
                        "/api/v1/clusters",
                        "/api/v1/clusters/{name}",
                        "/api/v1/entries",
                        "/api/v1/entries/export",
                        "/api/v1/entries/{id}",
                        "/api/v1/entries/{id}/neighbours",
                        "/api/v1/events",
                        "/api/v1/facets",
                        "/api/v1/fields",
                        "/api/v1/histogram",
                        "/api/v1/incidents",
                        "/api/v1/incidents/{id}",
                        "/api/v1/incidents/{id}/acknowledge",
                        "/api/v1/incidents/{id}/hand-over",
                        "/api/v1/incidents/{id}/notes",
                        "/api/v1/incidents/{id}/report.html",
                        "/api/v1/incidents/{id}/revisions/{revision}",
                        "/api/v1/receivers",
                        "/api/v1/receivers/{name}/test",
                        "/api/v1/senders",
                        "/api/v1/senders/{name}",
                        "/api/v1/senders/{name}/credentials",
                        "/api/v1/senders/{name}/credentials/{id}",
                        "/api/v1/session",
                        "/api/v1/session/oidc",
                        "/api/v1/session/oidc/callback",
                        "/api/v1/session/password",
                        "/api/v1/session/ways",
                        "/api/v1/signals",
                        "/api/v1/silences",
                        "/api/v1/silences/{id}",
                        "/api/v1/sources",
                        "/api/v1/sources/detail",
                        "/api/v1/status",
                        "/api/v1/tail",
                        "/api/v1/tokens",
                        "/api/v1/tokens/{id}",
                        "/api/v1/users",
                        "/api/v1/users/{name}",
                        "/api/v1/users/{name}/password",
                        "/api/v1/users/{name}/sessions"),
                names(api.path("paths")));
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                lacking(path.getKey() + " " + operation.getKey(), operation.getValue(), lacking)));
        assertEquals(List.of(), lacking);
    }

    private static void lacking(String name, JsonNode operation, List<String> lacking) {
        if (operation.path("summary").asText().isEmpty()
                || operation.path("description").asText().isEmpty()) {
            lacking.add(name + ": summary or description");
        }
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("description").asText().isEmpty()) {
                lacking.add(name + ": description of " + parameter.path("name").asText());
            }
        });
        operation.path("responses").properties().forEach(response -> {
            JsonNode content = response.getValue().path("content");
            boolean schema = content.size() > 0 && content.elements().next().has("schema");
            if (!schema && !response.getKey().equals("204")) {
                lacking.add(name + ": schema of " + response.getKey());
            }
        });
    }

    @Test
    void describesEverySchema() {
        JsonNode api = ApiClient.of(base).get("/q/openapi?format=json").json();
        JsonNode schemas = api.path("components").path("schemas");
        assertTrue(names(schemas)
                .containsAll(Set.of("Entry", "EntryList", "Entries", "Problem", "Facets", "Histogram", "Status")));
        schemas.properties().forEach(schema -> {
            assertFalse(schema.getValue().path("description").asText().isEmpty(), schema.getKey());
            schema.getValue().path("properties").properties().forEach(property -> {
                JsonNode value = property.getValue();
                boolean described =
                        value.has("$ref") || !value.path("description").asText().isEmpty();
                assertTrue(described, schema.getKey() + "." + property.getKey());
            });
        });
        assertEquals(
                Set.of("basic", "session", "stream", "token"),
                names(api.path("components").path("securitySchemes")));
        assertEquals(3, api.path("security").size());
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream()
                .map(java.util.Map.Entry::getKey)
                .collect(java.util.stream.Collectors.toSet());
    }
}
