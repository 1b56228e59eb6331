package io.failsight.collector.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.failsight.collector.receive.FakeBatchConsumer;
import io.failsight.settings.reach.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PollerTest {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Reach REACH = new Reach(Set.of(), List.of(), InetAddress::getAllByName);
    private static final Duration TIMEOUT = Duration.ofMillis(600);

    private final FakeBatchConsumer intake = new FakeBatchConsumer();
    private final Announcer announcer = new Announcer(intake, InstantSource.system(), Map.of());
    private final AtomicReference<String> page = new AtomicReference<>("OK");
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);
    private HttpServer server;
    private URI url;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        server.createContext("/var/modules/hub/ready.txt", exchange -> {
            asked.incrementAndGet();
            byte[] body = page.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/hangs", exchange -> {
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        done.countDown();
        server.stop(0);
    }

    private Poller poller(Target target) {
        Poller poller = new Poller(target, announcer, TIMEOUT, REACH);
        poller.start();
        return poller;
    }

    private Target ready() {
        return new Target.SafeKitReady("n1", url, "hub", Optional.empty(), OFTEN);
    }

    private void said(int count, String what) throws InterruptedException {
        List<String> records = intake.await(count);
        assertTrue(records.get(count - 1).contains(what), () -> what + " in " + records);
    }

    @Test
    void followsWhetherASafeKitModuleServes() throws Exception {
        try (Poller poller = poller(ready())) {
            said(1, "Module hub of n1 serves");
            page.set("KO");
            said(2, "Module hub of n1 does not serve: ready.txt is not OK");
            page.set("OK\n");
            said(3, "Module hub of n1 serves");
            status.set(404);
            said(4, "Module hub of n1 does not serve");
            server.stop(0);
            said(5, "Check safekit:hub of n1 does not answer: connection refused");
        }
    }

    @Test
    void oneMissIsNoChange() throws Exception {
        server.createContext("/var/modules/third/ready.txt", exchange -> {
            byte[] body = (asked.incrementAndGet() % 3 == 0 ? "KO" : "OK").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        try (Poller poller = poller(new Target.SafeKitReady("n1", url, "third", Optional.empty(), OFTEN))) {
            awaitAsked(15);
        }
        assertEquals(1, intake.records().size());
    }

    private void awaitAsked(int count) throws InterruptedException {
        for (int i = 0; i < 2_000 && asked.get() < count; i++) {
            Thread.sleep(5);
        }
        assertTrue(asked.get() >= count);
    }

    @Test
    void doesNotRepeatWhatWasSaidBeforeARestart() throws Exception {
        try (Poller poller = poller(ready())) {
            said(1, "serves");
        }
        int before = asked.get();
        try (Poller poller = poller(ready())) {
            awaitAsked(before + 5);
        }
        assertEquals(1, intake.records().size());
    }

    @Test
    void tellsAPortThatRefusesFromOneThatAnswers() throws Exception {
        int port;
        try (ServerSocket open = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = open.getLocalPort();
            try (Poller poller = poller(new Target.Tcp("n1", "127.0.0.1", port, OFTEN))) {
                said(1, "Check tcp:127.0.0.1:" + port + " of n1 answers");
                open.close();
                said(2, "Check tcp:127.0.0.1:" + port + " of n1 does not answer: connection refused");
            }
        }
    }

    @Test
    void aPageThatHangsDoesNotAnswer() throws Exception {
        try (Poller poller = poller(new Target.Http("n1", url.resolve("/hangs"), OFTEN))) {
            said(1, "of n1 does not answer: no answer within 600 ms");
        }
    }

    @Test
    void whoDoesNotEvenRefuseIsAway() {
        assertTrue(Pages.judge(new IOException(new SocketTimeoutException())) instanceof Finding.Away);
        assertTrue(Pages.judge(new java.net.NoRouteToHostException()) instanceof Finding.Away);
        assertFalse(Pages.judge(new java.net.ConnectException()) instanceof Finding.Away);
    }

    private record Account(String user, String password) implements Target.Credentials {}

    @Test
    void signsInToSafeKitAndAsksItsLevel() throws Exception {
        AtomicInteger logins = new AtomicInteger();
        AtomicReference<String> valid = new AtomicReference<>("");
        server.createContext("/login", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean right = form.equals("httpd_username=ad%26min&httpd_password=s+e%3Dcret&login=Login");
            if (right) {
                valid.set("c" + logins.incrementAndGet());
                exchange.getResponseHeaders().add("Set-Cookie", "sessionSK=" + valid.get() + "; Path=/; HttpOnly");
            }
            exchange.sendResponseHeaders(right ? 302 : 401, -1);
            exchange.close();
        });
        server.createContext("/api/v1.0/level", exchange -> {
            boolean known = ("sessionSK=" + valid.get())
                    .equals(exchange.getRequestHeaders().getFirst("Cookie"));
            byte[] body = "x Demo (No license) y".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, known ? body.length : -1);
            if (known) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        Target.SafeKitLevel level =
                new Target.SafeKitLevel("n1", url, new Account("ad&min", "s e=cret"), Optional.empty(), OFTEN);
        try (Poller poller = poller(level)) {
            said(1, "Check safekit-rest of n1 answers");
            said(2, "Check safekit-rest of n1 finds no licence: Demo (No license)");
            valid.set("expired");
            for (int i = 0; i < 1_000 && logins.get() < 2; i++) {
                Thread.sleep(5);
            }
            assertEquals(2, logins.get(), "it signs in again");
        }
        assertEquals(2, intake.records().size());
    }

    @Test
    void anAccountThatIsNotLetInIsSaid() throws Exception {
        server.createContext("/login", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        Target.SafeKitLevel level = new Target.SafeKitLevel("n1", url, new Account("a", "b"), Optional.empty(), OFTEN);
        try (Poller poller = poller(level)) {
            said(1, "does not answer: the account was not let in, HTTP 401");
        }
    }
}
