package io.failsight.collector.pipeline.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlDoorTest {
    private static final String TOKEN = "a-token-of-more-than-sixteen";

    @TempDir
    private Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Path tokenFile;
    private ControlDoor door;
    private HttpServer server;

    @BeforeEach
    void open() throws Exception {
        tokenFile = folder.resolve("stream-token");
        Files.writeString(tokenFile, TOKEN + "\n");
        door = new ControlDoor(tokenFile, json);
        Router router = Router.router(vertx);
        door.open(router, vertx);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private HttpResponse<String> send(String method, String path, Optional<String> token, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode tree(HttpResponse<String> response) throws IOException {
        return json.readTree(response.body());
    }

    @Test
    void anEngineIsAnswered() throws Exception {
        door.get(
                "numbers",
                question -> ControlAnswer.ok(
                        Map.of("from", question.parameter("from").orElse("none"))));
        door.post(
                "numbers",
                question -> ControlAnswer.ok(Map.of(
                        "sum",
                        question.body().path("a").asInt()
                                + question.body().path("b").asInt())));
        assertEquals(
                "7",
                tree(send("GET", "/internal/v1/numbers?from=7", Optional.of(TOKEN), ""))
                        .path("from")
                        .asText());
        assertEquals(
                5,
                tree(send("POST", "/internal/v1/numbers", Optional.of(TOKEN), "{\"a\":2,\"b\":3}"))
                        .path("sum")
                        .asInt());
    }

    @Test
    void nobodyElseIs() throws Exception {
        door.get("numbers", question -> ControlAnswer.ok(Map.of()));
        for (Optional<String> wrong :
                java.util.List.of(Optional.<String>empty(), Optional.of(""), Optional.of("other"))) {
            HttpResponse<String> refused = send("GET", "/internal/v1/numbers", wrong, "");
            assertEquals(401, refused.statusCode());
            assertTrue(refused.body().contains("stream-token"), refused.body());
        }
        assertEquals(
                401,
                send("GET", "/internal/v1/../v1/numbers", Optional.empty(), "").statusCode());
    }

    @Test
    void anEmptyOrMissingTokenFileOpensToNobody() throws Exception {
        door.get("numbers", question -> ControlAnswer.ok(Map.of()));
        Files.writeString(tokenFile, "");
        assertEquals(
                401, send("GET", "/internal/v1/numbers", Optional.of(""), "").statusCode());
        Files.delete(tokenFile);
        assertEquals(
                401, send("GET", "/internal/v1/numbers", Optional.of(TOKEN), "").statusCode());
    }

    @Test
    void whatIsWrongIsSaidInWords() throws Exception {
        door.post("numbers", question -> ControlAnswer.ok(Map.of()));
        door.get("away", question -> {
            throw new IOException("the disk is away");
        });
        door.get("broken", question -> {
            throw new IllegalStateException("a secret of the inside");
        });
        assertEquals(
                404, send("GET", "/internal/v1/numbers", Optional.of(TOKEN), "").statusCode());
        assertEquals(
                400,
                send("POST", "/internal/v1/numbers", Optional.of(TOKEN), "{no json")
                        .statusCode());
        assertEquals(
                413,
                send("POST", "/internal/v1/numbers", Optional.of(TOKEN), "x".repeat(ControlDoor.MAX_BODY_BYTES + 1))
                        .statusCode());
        HttpResponse<String> away = send("GET", "/internal/v1/away", Optional.of(TOKEN), "");
        assertEquals(503, away.statusCode());
        assertEquals("the disk is away", tree(away).path("detail").asText());
        HttpResponse<String> broken = send("GET", "/internal/v1/broken", Optional.of(TOKEN), "");
        assertEquals(500, broken.statusCode());
        assertTrue(!broken.body().contains("secret"), broken.body());
    }
}
