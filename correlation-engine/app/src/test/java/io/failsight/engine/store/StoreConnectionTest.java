package io.failsight.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.failsight.engine.query.IndexQuery;
import io.failsight.engine.query.TimeWindow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of answers that are none. */
class StoreConnectionTest {
    private static final EntrySearch ALL =
            new EntrySearch(new IndexQuery.All(), TimeWindow.ALWAYS, 10, true, Optional.empty());

    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    private Path folder;

    private static StoreException failure(int port, Optional<Path> token) {
        return failure(port, token, Duration.ofSeconds(30));
    }

    private static StoreException failure(int port, Optional<Path> token, Duration limit) {
        StoreConfig config =
                new StoreConfig(URI.create("http://127.0.0.1:" + port), token, Duration.ofSeconds(2), limit);
        try (StoreConnection connection = new StoreConnection(config)) {
            return assertThrows(StoreException.class, () -> new EntryStore(connection).search(ALL));
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(loopback());
            port = socket.getLocalPort();
        }
        StoreException e = failure(port, Optional.empty());
        assertEquals(StoreException.Kind.DOWN, e.kind());
        assertTrue(e.getMessage().contains("cannot be reached"), e.getMessage());
    }

    @Test
    void givesUpOnServerThatNeverAnswers() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(loopback());
            StoreException e = failure(socket.getLocalPort(), Optional.empty(), Duration.ofMillis(100));
            assertEquals(StoreException.Kind.BUSY, e.kind(), e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, DOWN, refused the token",
        "429, BUSY, too much to do",
        "503, DOWN, not ready",
        "400, REFUSED, too many clauses",
        "500, REFUSED, too many clauses",
        "200, DOWN, cannot be reached",
    })
    void tellsErrorsApart(int status, StoreException.Kind kind, String words) throws IOException {
        byte[] body = (status == 200
                        ? "<html>"
                        : "{\"error\":{\"root_cause\":[{\"reason\":\"too many clauses\"}],\"reason\":\"all shards failed\"},\"status\":"
                                + status + "}")
                .getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(loopback(), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            StoreException e = failure(server.getAddress().getPort(), Optional.empty());
            assertEquals(kind, e.kind(), e.getMessage());
            assertTrue(e.getMessage().contains(words), e.getMessage());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysThatTheTokenIsMissing() {
        StoreException e = failure(1, Optional.of(folder.resolve("opensearch.token")));
        assertEquals(StoreException.Kind.DOWN, e.kind());
        assertTrue(e.getMessage().contains("token-file"), e.getMessage());
    }

    @Test
    void sendsTheToken() throws IOException {
        Path token = Files.writeString(folder.resolve("t"), "abc\n");
        String[] sent = {""};
        HttpServer server = HttpServer.create(loopback(), 0);
        server.createContext("/", exchange -> {
            sent[0] = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        });
        server.start();
        try {
            failure(server.getAddress().getPort(), Optional.of(token));
            assertEquals("Bearer abc", sent[0]);
        } finally {
            server.stop(0);
        }
    }
}
