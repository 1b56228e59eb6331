package io.failsight.engine.notify.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.failsight.settings.Settings;
import io.failsight.settings.notify.Secret;
import io.failsight.settings.notify.Target;
import io.failsight.settings.reach.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebhookChannelTest {
    @TempDir
    private Path folder;

    private final HttpServer server = makeServer();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private record Request(String path, Map<String, List<String>> headers, String body) {}

    private static HttpServer makeServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(path, Map.copyOf(exchange.getRequestHeaders()), body));
            exchange.getResponseHeaders().set("Location", "/200");
            exchange.sendResponseHeaders(Integer.parseInt(path.substring(1)), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Channel channel(int status) throws IOException {
        Path secret = folder.resolve("secret");
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, "k3y\n");
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + status);
        Optional<Secret> key = Optional.of(new Secret.InFile(secret));
        return new WebhookChannel(new Target.Webhook(url, key, key, Optional.empty()), Reach.of(Settings.defaults()));
    }

    @Test
    void postsJsonThatTheReceiverCanProveToBeOurs() throws Exception {
        assertEquals("", channel(204).send(TestDeliveries.opened()));
        Request request = requests.getFirst();
        JsonNode body = new ObjectMapper().readTree(request.body());
        assertEquals("opened", body.get("reason").asText());
        assertEquals("i1", body.get("incident").asText());
        assertEquals("down", body.get("state").asText());
        assertEquals("2026-11-20T12:00:00Z", body.at("/instants/fault/time").asText());
        assertEquals(300, body.at("/instants/fault/uncertaintyMillis").asInt());
        assertEquals("http://console.example/?incident=i1", body.get("link").asText());
        assertEquals(List.of("i1.opened.r"), request.headers().get("Failsight-delivery"));
        assertEquals(List.of("Bearer k3y"), request.headers().get("Authorization"));
        long time = TestDeliveries.AT.getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("k3y".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String digest =
                HexFormat.of().formatHex(mac.doFinal((time + "." + request.body()).getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of("t=" + time + ",v1=" + digest), request.headers().get("Failsight-signature"));
    }

    @ParameterizedTest
    @CsvSource({"302, true, which is not followed", "404, true, answers with 404", "429, false, 429", "500, false, 500"
    })
    void whatIsNotTakenSaysWhy(int status, boolean refused, String words) throws Exception {
        Channel channel = channel(status);
        SendException e = assertThrows(SendException.class, () -> channel.send(TestDeliveries.opened()));
        assertEquals(refused, e.isRefused());
        assertTrue(e.getMessage().contains(words), e::getMessage);
        assertEquals(1, requests.size());
    }

    @Test
    void aServerThatIsAwayIsNoRefusal() throws Exception {
        Channel channel = channel(200);
        server.stop(0);
        assertTrue(!assertThrows(SendException.class, () -> channel.send(TestDeliveries.opened()))
                .isRefused());
    }
}
