package io.failsight.collector.receive.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.receive.StopSignal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that says in each byte it gets back who sent it. */
@SuppressWarnings("NullAway.Init")
final class GateTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final LinkLimits LIMITS = new LinkLimits(4, 2, LONG, LONG, LONG);

    private @TempDir Path folder;
    private TlsFixture tls;
    private Gate gate;
    private final BlockingQueue<String> sources = new LinkedBlockingQueue<>();
    private @Nullable LinkServer server;

    @BeforeEach
    void makeCertificates() throws IOException {
        tls = new TlsFixture(folder);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private int serve(Access access, LinkLimits limits) throws IOException {
        gate = new Gate("test", access, limits);
        server = new LinkServer(
                "test",
                new InetSocketAddress("127.0.0.1", 0),
                gate,
                Duration.ofMillis(100),
                new StopSignal(),
                (link, slot) -> {
                    for (int next = link.in().read();
                            next >= 0;
                            next = link.in().read()) {
                        sources.add(link.source("test") + (link.isEncrypted() ? " secret" : " open") + " " + next);
                        if (next == 'r') {
                            slot.insideRecord();
                        } else {
                            slot.quiet();
                        }
                        link.out().write(next);
                        link.out().flush();
                    }
                });
        server.start();
        return server.port();
    }

    private static Access both(DoorTls tls) {
        return new Access(address -> false, tls, false, "doors.plain-allow");
    }

    private String said(Socket socket, int letter) throws Exception {
        socket.getOutputStream().write(letter);
        int echo = socket.getInputStream().read();
        if (echo != letter) {
            throw new IOException("got " + echo + " back instead of " + letter);
        }
        return String.valueOf(sources.poll(20, TimeUnit.SECONDS));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.getAsBoolean(), "waited 20 s in vain");
    }

    private static boolean ends(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void tellsTlsFromPlainByTheFirstByte() throws Exception {
        int port = serve(both(tls.door(DoorTls.ClientCertificates.ACCEPTED)), LIMITS);
        try (Socket plain = TlsFixture.plain(port);
                SSLSocket secret = tls.connect(port);
                SSLSocket named = tls.connect(port, "client")) {
            assertEquals("test/127.0.0.1 open 120", said(plain, 'x'));
            assertEquals("test/127.0.0.1 secret 121", said(secret, 'y'));
            assertEquals("test/CN=vms-a secret 122", said(named, 'z'));
            assertEquals(3, gate.counts().open());
        }
        await(() -> gate.counts().open() == 0);
    }

    @Test
    void speaksNoTlsOlderThanVersionOneDotTwo() throws Exception {
        int port = serve(both(tls.door(DoorTls.ClientCertificates.NONE)), LIMITS);
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (SSLSocket socket = tls.connect(port)) {
                socket.setEnabledProtocols(new String[] {version});
                assertEquals("test/127.0.0.1 secret 120", said(socket, 'x'));
                assertEquals(version, socket.getSession().getProtocol());
            }
        }
        try (SSLSocket socket = tls.connect(port)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThrows(IOException.class, socket::startHandshake);
        }
    }

    @Test
    void refusesWhoHasNoCertificateOrOneOfAnotherAuthorityWhereOneIsRequired() throws Exception {
        int port = serve(Access.onlyTls(tls.door(DoorTls.ClientCertificates.REQUIRED)), LIMITS);
        try (SSLSocket named = tls.connect(port, "client")) {
            assertEquals("test/CN=vms-a secret 120", said(named, 'x'));
        }
        for (boolean stranger : new boolean[] {false, true}) {
            try (SSLSocket socket = stranger ? tls.connect(port, "stranger") : tls.connect(port)) {
                assertThrows(IOException.class, () -> said(socket, 'x'));
            }
        }
        await(() -> gate.counts().failedHandshakes() == 2);
        assertEquals(1, gate.notes().told(), "once a peer");
        assertTrue(sources.isEmpty());
    }

    @Test
    void doesNotTakeTheNameOfACertificateThatItsAuthorityDidNotSign() throws Exception {
        int port = serve(both(tls.door(DoorTls.ClientCertificates.ACCEPTED)), LIMITS);
        try (SSLSocket socket = tls.connect(port, "stranger")) {
            assertThrows(IOException.class, () -> said(socket, 'x'));
        }
        await(() -> gate.counts().failedHandshakes() == 1);
    }

    @Test
    void refusesPlainWhereOnlyTlsIsSpoken() throws Exception {
        int port = serve(Access.onlyTls(tls.door(DoorTls.ClientCertificates.NONE)), LIMITS);
        for (int i = 0; i < 3; i++) {
            try (Socket plain = TlsFixture.plain(port)) {
                plain.getOutputStream().write('x');
                assertTrue(ends(plain));
            }
        }
        await(() -> gate.counts().notAllowed() == 3);
        assertEquals(1, gate.notes().told());
        assertTrue(sources.isEmpty());
    }

    @Test
    void closesAHandshakeThatDoesNotEnd() throws Exception {
        LinkLimits limits = new LinkLimits(4, 2, Duration.ofMillis(200), LONG, LONG);
        int port = serve(Access.onlyTls(tls.door(DoorTls.ClientCertificates.NONE)), limits);
        try (Socket silent = TlsFixture.plain(port);
                Socket slow = TlsFixture.plain(port)) {
            slow.getOutputStream().write(new byte[] {0x16, 3, 1});
            assertTrue(ends(silent));
            assertTrue(ends(slow));
        }
        await(() -> gate.counts().open() == 0);
        assertEquals(2, gate.counts().late());
        assertEquals(0, gate.counts().failedHandshakes());
    }

    @Test
    void closesARecordThatDoesNotEndButNoQuietConnection() throws Exception {
        LinkLimits limits = new LinkLimits(4, 4, LONG, Duration.ofMillis(200), LONG);
        int port = serve(Access.thisMachine(), limits);
        try (Socket quiet = TlsFixture.plain(port);
                Socket hanging = TlsFixture.plain(port)) {
            said(quiet, 'q');
            said(hanging, 'r');
            assertTrue(ends(hanging));
            assertEquals(1, gate.counts().late());
            said(quiet, 'q');
        }
    }

    @Test
    void makesRoomByClosingTheQuietest() throws Exception {
        LinkLimits limits = new LinkLimits(2, 2, LONG, LONG, Duration.ZERO);
        int port = serve(Access.thisMachine(), limits);
        try (Socket first = TlsFixture.plain(port);
                Socket second = TlsFixture.plain(port)) {
            said(first, 'a');
            said(second, 'b');
            said(first, 'a');
            try (Socket third = TlsFixture.plain(port)) {
                said(third, 'c');
                assertTrue(ends(second), "it has been quiet longest");
                said(first, 'a');
            }
        }
        assertEquals(1, gate.counts().displaced());
        assertEquals(0, gate.counts().full());
    }

    @Test
    void turnsAwayWhenEveryPlaceIsInUse() throws Exception {
        int port = serve(Access.thisMachine(), new LinkLimits(1, 1, LONG, LONG, LONG));
        try (Socket first = TlsFixture.plain(port)) {
            said(first, 'a');
            try (Socket second = TlsFixture.plain(port)) {
                assertTrue(ends(second));
            }
            assertEquals(1, gate.counts().full());
        }
    }

    @Test
    void usesARenewedCertificateForNewConnectionsAndKeepsTheOldOneWhenTheNewIsBroken() throws Exception {
        int port = serve(both(tls.door(DoorTls.ClientCertificates.NONE)), LIMITS);
        try (SSLSocket before = tls.connect(port)) {
            assertEquals("CN=localhost", name(before));
            tls.use("renewed");
            try (SSLSocket after = tls.connect(port)) {
                assertEquals("CN=renewed", name(after));
            }
            said(before, 'x');
        }
        Files.copy(folder.resolve("client.key"), folder.resolve("door.key"), StandardCopyOption.REPLACE_EXISTING);
        try (SSLSocket still = tls.connect(port)) {
            assertEquals("CN=renewed", name(still), "a key that does not belong to the certificate");
        }
        Files.writeString(folder.resolve("door.crt"), "half a certifi");
        try (SSLSocket still = tls.connect(port)) {
            assertEquals("CN=renewed", name(still));
        }
    }

    private static String name(SSLSocket socket) throws SSLException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    @Test
    void saysWhichCertificateCannotBeUsed() throws Exception {
        Files.writeString(folder.resolve("door.key"), "nothing");
        IOException failure = assertThrows(IOException.class, () -> tls.door(DoorTls.ClientCertificates.NONE));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains("door.key") && message.contains("PKCS#8"), message);
    }

    @Test
    void letsInByAddressWhatIsNotThisMachine() throws Exception {
        InetAddress far = InetAddress.ofLiteral("192.0.2.7");
        InetAddress here = InetAddress.ofLiteral("198.51.100.1");
        assertTrue(Access.isThisMachine(InetAddress.ofLiteral("127.0.0.1"), here));
        assertTrue(Access.isThisMachine(here, here));
        assertEquals(false, Access.isThisMachine(far, here));
    }
}
