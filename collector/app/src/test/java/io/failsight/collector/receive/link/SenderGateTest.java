package io.failsight.collector.receive.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.receive.StopSignal;
import io.failsight.settings.sender.SenderAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate with a file of senders, and real handshakes. */
@SuppressWarnings("NullAway.Init")
final class SenderGateTest {
    private static final long ANY_RATE = 1L << 30;

    private @TempDir Path folder;
    private SenderFixture fixture;
    private Gate gate;
    private final BlockingQueue<String> sources = new LinkedBlockingQueue<>();
    private @Nullable LinkServer server;

    @BeforeEach
    void makeCertificates() throws Exception {
        fixture = new SenderFixture(folder);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private int serve(Access access) throws IOException {
        gate = new Gate("test", access, LinkLimits.of(16));
        server = new LinkServer(
                "test",
                new InetSocketAddress("127.0.0.1", 0),
                gate,
                Duration.ofMillis(100),
                new StopSignal(),
                (link, slot) -> {
                    sources.add(link.source("test"));
                    byte[] buffer = new byte[8 << 10];
                    for (int count = link.in().read(buffer);
                            count >= 0;
                            count = link.in().read(buffer)) {
                        slot.quiet();
                        link.out().write(buffer, 0, count);
                        link.out().flush();
                    }
                });
        server.start();
        return server.port();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.getAsBoolean(), "waited 20 s in vain");
    }

    private static boolean answers(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() == 'x';
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void knowsASenderByItsCertificateAndClosesItsConnectionsWhenItIsRevoked() throws Exception {
        int port = serve(fixture.fromTheNetwork(ANY_RATE));
        SenderAuthority.Issued issued = fixture.certificate("vms-a");
        SenderAuthority.Issued other = fixture.certificate("vms-b");
        try (SSLSocket revoked = fixture.connect(port, issued);
                SSLSocket good = fixture.connect(port, other)) {
            assertTrue(answers(revoked));
            assertTrue(answers(good));
            assertEquals("test/sender:vms-a", sources.poll(20, TimeUnit.SECONDS));
            assertEquals("test/sender:vms-b", sources.poll(20, TimeUnit.SECONDS));
            await(() -> fixture.senders().sightings().containsKey(issued.fingerprint()));
            Senders.Sighting seen =
                    Objects.requireNonNull(fixture.senders().sightings().get(issued.fingerprint()));
            assertEquals("127.0.0.1 test", seen.peer() + " " + seen.door());

            fixture.revoke("vms-a");
            await(() -> !answers(revoked));
            assertEquals(1, gate.counts().revoked());
            try (SSLSocket again = fixture.connect(port, issued)) {
                assertTrue(!answers(again), "refused at the next handshake");
            }
            await(() -> gate.counts().refusedCredential() == 1);
            assertTrue(answers(good), "nobody else is touched");
        }
    }

    @Test
    void theNextHandshakeIsRefusedAlsoWhereTheSessionIsTakenUpAgain() throws Exception {
        int port = serve(fixture.fromTheNetwork(ANY_RATE));
        SenderAuthority.Issued issued = fixture.certificate("vms-a");
        javax.net.ssl.SSLContext client = fixture.client(issued);
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (SSLSocket first = connect(client, port, protocol)) {
                assertTrue(answers(first));
            }
        }
        fixture.revoke("vms-a");
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (SSLSocket again = connect(client, port, protocol)) {
                assertTrue(!answers(again), protocol);
            }
        }
    }

    private static SSLSocket connect(javax.net.ssl.SSLContext client, int port, String protocol) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void aCertificateOfASenderThatIsForgottenOpensNothing() throws Exception {
        int port = serve(fixture.fromTheNetwork(ANY_RATE));
        SenderAuthority.Issued issued = fixture.certificate("vms-a");
        fixture.book().remove("vms-a");
        fixture.senders().registry().look();
        try (SSLSocket socket = fixture.connect(port, issued)) {
            assertTrue(!answers(socket), "its authority alone is not enough");
        }
        await(() -> gate.counts().refusedCredential() == 1);
    }

    @Test
    void aDoorThatAsksForACertificateLetsNobodyInWithout() throws Exception {
        Access open = fixture.fromTheNetwork(ANY_RATE);
        int port = serve(open.with(open.screening().requiring(true)));
        SenderAuthority.Issued issued = fixture.certificate("vms-a");
        try (SSLSocket nobody = fixture.connect(port, null);
                SSLSocket known = fixture.connect(port, issued)) {
            assertTrue(!answers(nobody));
            assertTrue(answers(known));
        }
        assertEquals(1, gate.counts().refusedCredential());
    }

    @Test
    void slowsASenderDownThatSendsMoreThanItsRateAndNobodyElse() throws Exception {
        int port = serve(fixture.fromTheNetwork(256 << 10));
        SenderAuthority.Issued noisy = fixture.certificate("noisy");
        SenderAuthority.Issued calm = fixture.certificate("calm");
        AtomicLong sent = new AtomicLong();
        try (SSLSocket flood = fixture.connect(port, noisy);
                SSLSocket good = fixture.connect(port, calm)) {
            Thread reader = Thread.ofVirtual().start(() -> drain(flood));
            Thread writer = Thread.ofVirtual().start(() -> {
                byte[] block = new byte[64 << 10];
                try {
                    while (true) {
                        flood.getOutputStream().write(block);
                        sent.addAndGet(block.length);
                    }
                } catch (IOException e) {
                    // closed at the end
                }
            });
            await(() -> gate.counts().slowed() > 0);
            for (int i = 0; i < 20; i++) {
                assertTrue(answers(good), "a calm sender is served meanwhile");
            }
            flood.close();
            assertTrue(writer.join(Duration.ofSeconds(20)) && reader.join(Duration.ofSeconds(20)));
        }
    }

    private static void drain(Socket socket) {
        byte[] buffer = new byte[64 << 10];
        try {
            while (socket.getInputStream().read(buffer) >= 0) {
                // thrown away
            }
        } catch (IOException e) {
            // closed at the end
        }
    }
}
