package io.failsight.settings.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against servers on loopback that say what a test wants them to, and a resolver that changes its mind. */
final class HttpCallTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger resolved = new AtomicInteger();
    private ServerSocket server;

    @FunctionalInterface
    private interface Saying {
        void to(OutputStream out) throws IOException;
    }

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 20, InetAddress.ofLiteral("127.0.0.1"));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void says(Saying saying) {
        ServerSocket own = server;
        Thread.ofVirtual().start(() -> {
            while (!own.isClosed()) {
                try (Socket socket = own.accept()) {
                    byte[] head = new byte[4_096];
                    int count = socket.getInputStream().read(head);
                    asked.add(new String(head, 0, Math.max(0, count), StandardCharsets.ISO_8859_1));
                    saying.to(socket.getOutputStream());
                } catch (IOException e) {
                    // the client hung up, or the test is over
                }
            }
        });
    }

    private void says(String answer) {
        says(out -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private HttpCall call(Duration limit, InetAddress... addresses) {
        Reach reach = new Reach(Set.of(), List.of(), host -> {
            InetAddress answer = addresses[Math.min(resolved.getAndIncrement(), addresses.length - 1)];
            return new InetAddress[] {answer};
        });
        return new HttpCall(reach, limit, limit, () -> {
            try {
                return SSLContext.getDefault();
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IOException(e);
            }
        });
    }

    private HttpCall.Answer get(Duration limit) throws IOException {
        return call(limit, InetAddress.ofLiteral("127.0.0.1")).send(url("/p?q=1"), Map.of(), Optional.empty(), 16);
    }

    private URI url(String path) {
        return URI.create("http://name.example:" + server.getLocalPort() + path);
    }

    @Test
    void asksByNameAtTheAddressThatWasChecked() throws Exception {
        says("HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 2\r\n\r\nhello");
        HttpCall.Answer answer = get(LIMIT);
        assertEquals(200, answer.status());
        assertEquals("he", answer.body());
        assertEquals(List.of("1", "2"), answer.header("X-A"));
        assertTrue(
                asked.getFirst()
                        .startsWith("GET /p?q=1 HTTP/1.1\r\nHost: name.example:" + server.getLocalPort() + "\r\n"),
                asked.getFirst());
    }

    /** The first answer of the name server is harmless, the next would be this machine's: it is never asked for. */
    @Test
    void aNameThatChangesItsMindLeadsNowhereElse() {
        says("HTTP/1.1 200 OK\r\n\r\nsecret");
        HttpCall call =
                call(Duration.ofMillis(300), InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("127.0.0.1"));
        assertThrows(IOException.class, () -> call.send(url("/"), Map.of(), Optional.empty(), 16));
        assertEquals(1, resolved.get());
        assertEquals(List.of(), asked);
    }

    @Test
    void aNameThatMeansTheMetadataServiceIsNotAsked() {
        HttpCall call = call(LIMIT, InetAddress.ofLiteral("169.254.169.254"));
        assertThrows(Reach.Forbidden.class, () -> call.send(url("/"), Map.of(), Optional.empty(), 16));
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        says("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n");
        assertEquals(302, get(LIMIT).status());
        assertEquals(1, asked.size());
    }

    @Test
    void bodiesAreReadAsFarAsIsAskedFor() throws Exception {
        AtomicInteger written = new AtomicInteger();
        says(out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] block = "x".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 4_096; i++) {
                out.write(block);
                written.addAndGet(block.length);
            }
        });
        assertEquals("x".repeat(16), get(LIMIT).body());
        server.close();
        assertTrue(written.get() < 64 << 20, "the rest was not taken");
    }

    @Test
    void chunksAreJoined() throws Exception {
        says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        assertEquals("abcde", get(LIMIT).body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-secret_banner\r\n",
                "",
                "HTTP/1.1 999 secret\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsecret\r\n",
                "HTTP/1.1 200 OK\r\nX: secret"
            })
    void whatIsNoAnswerIsNotRepeated(String answer) {
        says(answer);
        IOException e = assertThrows(IOException.class, () -> get(LIMIT));
        assertFalse(String.valueOf(e.getMessage()).contains("secret"), e.getMessage());
    }

    @Test
    void headersThatDoNotEndAreLeft() {
        says(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        });
        IOException e = assertThrows(IOException.class, () -> get(LIMIT));
        assertEquals("its headers do not end", e.getMessage());
    }

    @Test
    void aByteNowAndThenGetsNoMoreTime() {
        says(out -> {
            for (byte next : "HTTP/1.1 200 OK\r\nX: y".getBytes(StandardCharsets.US_ASCII)) {
                out.write(next);
                out.flush();
                try {
                    Thread.sleep(40);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        assertThrows(HttpCall.Late.class, () -> get(Duration.ofMillis(400)));
    }

    @Test
    void headersHoldOneLine() {
        HttpCall call = call(LIMIT, InetAddress.ofLiteral("127.0.0.1"));
        for (Map<String, String> headers :
                List.of(Map.of("A", "b\r\nC: d"), Map.of("A\r\nC", "d"), Map.of("A", "\u00e4"), Map.of("A", "b\nc"))) {
            assertThrows(IllegalArgumentException.class, () -> call.send(url("/"), headers, Optional.empty(), 16));
        }
        assertEquals(0, resolved.get());
    }

    @Test
    void answersOfAnyKindAreReadOrLeft() {
        List<Integer> statuses = new ArrayList<>();
        Fuzz.of("http-answers")
                .samples(
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 404 Not Found\r\nSet-Cookie: a=b\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                .words("\r\n", "HTTP/1.1 ", ": ", "Content-Length: ", "chunked", "ffffffff\r\n", "-1\r\n", "0\r\n\r\n")
                .cases(6_000)
                .run(input -> {
                    try {
                        HttpCall.Answer answer = new AnswerReader(new ByteArrayInputStream(input)).read(1_000);
                        assertTrue(answer.status() >= 200 && answer.status() < 600);
                        assertTrue(answer.body().length() <= 1_000);
                        statuses.add(answer.status());
                    } catch (IOException e) {
                        assertTrue(String.valueOf(e.getMessage()).length() < 100);
                    }
                });
        assertTrue(statuses.size() > 1_000);
    }
}
