package io.failsight.engine.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.testing.ApiClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tries operations with every kind of caller and says what should not be. Addresses name nothing that exists, and bodies are empty: nothing is changed. */
final class ApiWalk {
    private static final List<String> ROLES = List.of("viewer", "operator", "admin");
    private static final Map<String, String> NAMES = Map.of("viewer", "vera", "operator", "otto", "admin", "admin");

    /**
     * An operation.
     *
     * @param role what it declares; blank when it declares nothing
     * @param ofCollectors whether it takes the token of collectors instead of accounts
     */
    record Operation(String method, String path, String role, String id, boolean ofCollectors) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private final URI base;
    private final String password;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param password of every account */
    ApiWalk(URI base, String password) {
        this.base = base;
        this.password = password;
    }

    /** All that the description of the API names. */
    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        JsonNode api = ApiClient.of(base).get("/q/openapi?format=json").json();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(found -> {
                    JsonNode operation = found.getValue();
                    operations.add(new Operation(
                            found.getKey().toUpperCase(Locale.ROOT),
                            path.getKey().replaceAll("\\{[^}]+}", "nothing-there"),
                            operation.path(RoleDescription.MEMBER).asText(),
                            operation.path("operationId").asText(),
                            operation.path("security").path(0).has("stream")));
                }));
        return operations;
    }

    /** What is wrong with an operation. */
    List<String> faults(Operation operation) {
        if (operation.ofCollectors()) {
            List<String> faults = new ArrayList<>();
            expect(operation, "nobody", call(operation), Set.of(401), faults);
            expect(operation, "admin", call(operation, basic("admin")), Set.of(401), faults);
            return faults;
        }
        if (operation.role().equals("none")) {
            List<String> faults = new ArrayList<>();
            expect(operation, "nobody without body", call(operation), Set.of(400, 404, 200), faults);
            return faults;
        }
        if (!ROLES.contains(operation.role())) {
            return List.of(operation + " declares no role");
        }
        return guarded(operation);
    }

    private List<String> guarded(Operation operation) {
        List<String> faults = new ArrayList<>();
        expect(operation, "nobody", call(operation), Set.of(401), faults);
        expect(
                operation,
                "a wrong password",
                call(operation, "Authorization", "Basic bm9ib2R5Ong="),
                Set.of(401, 429),
                faults);
        expect(operation, "an old session", call(operation, "Cookie", "failsight-session=old"), Set.of(401), faults);
        expect(
                operation,
                "an unknown token",
                call(operation, "Authorization", "Bearer fst_x"),
                Set.of(401, 429),
                faults);
        int needed = ROLES.indexOf(operation.role());
        for (int i = 0; i < ROLES.size(); i++) {
            int status = call(operation, basic(ROLES.get(i)));
            if (i < needed) {
                expect(operation, ROLES.get(i), status, Set.of(403), faults);
            } else {
                admitted(operation, ROLES.get(i), status, faults);
            }
        }
        session(operation, faults);
        return faults;
    }

    /** With a session, everything but reading needs its CSRF token. */
    private void session(Operation operation, List<String> faults) {
        ApiClient.Answer signedIn = ApiClient.of(base)
                .call(
                        "POST",
                        "/api/v1/session",
                        "{\"name\":\"" + NAMES.get(operation.role()) + "\",\"password\":\"" + password + "\"}");
        String cookie = signedIn.header("Set-Cookie").split(";")[0];
        String token = signedIn.json().path("csrfToken").asText();
        int without = call(operation, "Cookie", cookie);
        if (operation.method().equals("GET")) {
            admitted(operation, "a session", without, faults);
        } else {
            expect(operation, "a session without CSRF token", without, Set.of(403), faults);
            int wrong = call(operation, "Cookie", cookie, "X-CSRF-Token", "x");
            expect(operation, "a session with a wrong CSRF token", wrong, Set.of(403), faults);
            int right = call(operation, "Cookie", cookie, "X-CSRF-Token", token);
            admitted(operation, "a session with its CSRF token", right, faults);
        }
    }

    private static void expect(Operation operation, String who, int status, Set<Integer> right, List<String> faults) {
        if (!right.contains(status)) {
            faults.add(operation + " answers " + who + " with " + status + " instead of "
                    + right.stream().min(Integer::compare).orElseThrow());
        }
    }

    private static void admitted(Operation operation, String who, int status, List<String> faults) {
        // 500 would hide what an operation answers otherwise.
        if (status == 401 || status == 403 || status == 429 || status == 500) {
            faults.add(operation + " answers " + who + " with " + status);
        }
    }

    private String[] basic(String role) {
        String text = NAMES.get(role) + ":" + password;
        return new String[] {
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        };
    }

    /** Status of a call; its answer is left unread, since some never end. */
    private int call(Operation operation, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(operation.path()))
                .timeout(Duration.ofSeconds(30))
                .method(operation.method(), HttpRequest.BodyPublishers.noBody());
        if (!operation.method().equals("GET")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            return answer.statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(operation.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
