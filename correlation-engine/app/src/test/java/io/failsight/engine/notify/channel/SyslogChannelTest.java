package io.failsight.engine.notify.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.settings.HostNames;
import io.failsight.settings.notify.Target;
import io.failsight.settings.notify.Target.Syslog.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyslogChannelTest {
    private static final int LOCAL0 = 16;
    private static final int ERROR = 3;

    @TempDir
    private Path folder;

    private static Channel channel(int port, Transport transport, Optional<Path> authority) {
        return new SyslogChannel(new Target.Syslog("127.0.0.1", port, transport, LOCAL0, authority));
    }

    private static String expected() {
        return "<" + (LOCAL0 * 8 + ERROR) + ">1 2026-11-20T12:00:00Z " + HostNames.name() + " failsight - opened "
                + "[failsight@32473 delivery=\"i1.opened.r\" reason=\"opened\" incident=\"i1\" kind=\"node\" state=\"down\""
                + " cluster=\"hub\" site=\"north\"] \uFEFFNode 1 failed, node 2 took over in 41 s (\u00e4\u00f6\u00fc)."
                + " What to do: Start node 1. http://console.example/?incident=i1";
    }

    @Test
    void sendsRfc5424OverUdp() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            socket.setSoTimeout(10_000);
            channel(socket.getLocalPort(), Transport.UDP, Optional.empty()).send(TestDeliveries.opened());
            DatagramPacket packet = new DatagramPacket(new byte[4_096], 4_096);
            socket.receive(packet);
            assertEquals(expected(), new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void sendsOctetCountedFramesOverTcp() throws Exception {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> received = receive(door);
            channel(door.getLocalPort(), Transport.TCP, Optional.empty()).send(TestDeliveries.opened());
            int length = expected().getBytes(StandardCharsets.UTF_8).length;
            assertEquals(length + " " + expected(), received.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void sendsOverTlsToTheServerItKnowsOnly() throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        try (ServerSocket door = certificate
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> received = receive(door);
            channel(door.getLocalPort(), Transport.TLS, Optional.of(certificate.pem()))
                    .send(TestDeliveries.opened());
            assertTrue(received.get(10, TimeUnit.SECONDS).endsWith(expected()));
            CompletableFuture<String> nothing = receive(door);
            Channel distrustful = channel(door.getLocalPort(), Transport.TLS, Optional.empty());
            assertThrows(SendException.class, () -> distrustful.send(TestDeliveries.opened()));
            assertEquals("", nothing.get(10, TimeUnit.SECONDS));
        }
    }

    private static CompletableFuture<String> receive(ServerSocket door) {
        CompletableFuture<String> received = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (Socket socket = door.accept()) {
                received.complete(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                received.complete("");
            }
        });
        return received;
    }

    @Test
    void aServerThatIsAwayIsToldApart() throws Exception {
        int port;
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = door.getLocalPort();
        }
        Channel channel = channel(port, Transport.TCP, Optional.empty());
        SendException away = assertThrows(SendException.class, () -> channel.send(TestDeliveries.opened()));
        assertTrue(away.getMessage().contains("tcp://127.0.0.1:" + port), away::getMessage);
    }

    @Test
    void noTextEndsTheStructuredDataOrTheLine() {
        Delivery plain = TestDeliveries.proof();
        Delivery evil = new Delivery(
                "a\"] b\\",
                Reason.PROOF,
                Message.words("x\ny " + "\u00e4".repeat(3_000), "http://c/"),
                "r",
                plain.zone(),
                plain.at());
        byte[] bytes = SyslogChannel.format(evil, LOCAL0, 2_048);
        String line = new String(bytes, StandardCharsets.UTF_8);
        assertTrue(line.contains("delivery=\"a\\\"\\] b\\\\\" reason=\"proof\"] \uFEFFx y \u00e4"), line);
        assertTrue(bytes.length <= 2_048 && bytes.length > 2_040, line);
        assertTrue(line.endsWith("\u00e4"), line);
    }
}
