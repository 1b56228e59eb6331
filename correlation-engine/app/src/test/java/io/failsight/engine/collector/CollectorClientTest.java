package io.failsight.engine.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CollectorClientTest {
    @TempDir
    private Path folder;

    private HttpServer collector;
    private CollectorClient client;
    private Path tokenFile;

    @BeforeEach
    void open() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.start();
        tokenFile = Files.writeString(folder.resolve("stream-token"), "the-shared-token-of-both\n");
        client = new CollectorClient(
                URI.create("http://127.0.0.1:" + collector.getAddress().getPort()), tokenFile, new ObjectMapper());
    }

    @AfterEach
    void close() {
        client.close();
        collector.stop(0);
    }

    private void answers(int status, String body) {
        collector.createContext("/internal/v1/", exchange -> {
            boolean known = "Bearer the-shared-token-of-both"
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            send(
                    exchange,
                    known ? status : 401,
                    body.replace("ASKED", exchange.getRequestMethod() + " " + exchange.getRequestURI()));
        });
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void asksWithTheTokenAndEscapedParameters() {
        answers(200, "{\"asked\":\"ASKED\"}");
        CollectorAnswer.Given given =
                assertInstanceOf(CollectorAnswer.Given.class, client.get("sources", Map.of("name", "a b&c=d")));
        assertEquals(
                "GET /internal/v1/sources?name=a+b%26c%3Dd",
                given.body().path("asked").asText());
        assertInstanceOf(CollectorAnswer.Given.class, client.post("sources", Map.of("name", "x")));
    }

    @Test
    void whatItRefusesIsToldInItsWords() {
        answers(404, "{\"detail\":\"no such source\"}");
        assertEquals(new CollectorAnswer.Refused(404, "no such source"), client.get("sources", Map.of()));
    }

    @Test
    void aCollectorThatIsAwayIsSaidToBe() throws IOException {
        collector.stop(0);
        assertTrue(assertInstanceOf(CollectorAnswer.Away.class, client.get("sources", Map.of()))
                .detail()
                .contains("failsight status"));
        Files.delete(tokenFile);
        assertTrue(assertInstanceOf(CollectorAnswer.Away.class, client.get("sources", Map.of()))
                .detail()
                .contains("stream-token"));
    }
}
