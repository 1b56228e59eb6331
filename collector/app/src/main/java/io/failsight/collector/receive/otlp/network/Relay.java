package io.failsight.collector.receive.otlp.network;

import io.failsight.collector.receive.link.Link;
import io.failsight.collector.receive.link.Slot;
import io.failsight.collector.receive.otlp.OtlpPeer;
import io.failsight.collector.receive.otlp.OtlpPeers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries what comes in at the gate to a server on loopback, and its answers back. The server learns who speaks by the port of our connection,
 * which nobody else can have while it is open; whoever else finds the server is nobody to it. Thread-safe.
 */
final class Relay implements OtlpPeers {
    private static final Logger LOG = System.getLogger(Relay.class.getName());
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int BUFFER_BYTES = 32 << 10;
    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration LAST_ANSWER = Duration.ofSeconds(10);

    private final boolean answersTell;
    private final Map<Integer, OtlpPeer> byPort = new ConcurrentHashMap<>();
    private volatile int innerPort;

    /** @param answersTell whether a request lasts until the server says something */
    Relay(boolean answersTell) {
        this.answersTell = answersTell;
    }

    /** Says where the server is. */
    void leadTo(int port) {
        innerPort = port;
    }

    @Override
    public @Nullable OtlpPeer at(@Nullable String remote, int remotePort, @Nullable String local) {
        return byPort.get(remotePort);
    }

    /** Serves one connection to its end, on its own thread. */
    void serve(Link link, Slot slot) throws IOException {
        try (Socket inner = new Socket()) {
            inner.setTcpNoDelay(true);
            inner.bind(new InetSocketAddress(LOOPBACK, 0));
            int port = inner.getLocalPort();
            byPort.put(
                    port, new OtlpPeer(link.address(), link.peer(), link.proof(), link.isLocal(), link.isEncrypted()));
            try {
                inner.connect(new InetSocketAddress(LOOPBACK, innerPort), CONNECT_MILLIS);
                Thread answers = Thread.ofVirtual().name("otlp-answers").start(() -> carryAnswers(inner, link, slot));
                carryRequests(link, inner, slot);
                inner.shutdownOutput();
                boolean ignored = answers.join(LAST_ANSWER);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                byPort.remove(port); // before the port is free for others
            }
        }
    }

    private void carryRequests(Link link, Socket inner, Slot slot) throws IOException {
        InputStream in = link.in();
        OutputStream out = inner.getOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            if (answersTell) {
                slot.insideRecord();
            } else {
                slot.quiet();
            }
            out.write(buffer, 0, count);
        }
    }

    private static void carryAnswers(Socket inner, Link link, Slot slot) {
        try (link) { // the server ends a connection: so does the gate
            InputStream in = inner.getInputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                link.out().write(buffer, 0, count);
                link.out().flush();
                slot.quiet();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "otlp: an answer did not reach its sender: " + e.getMessage());
        }
    }
}
