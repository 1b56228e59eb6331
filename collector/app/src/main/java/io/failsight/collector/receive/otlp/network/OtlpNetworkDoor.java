package io.failsight.collector.receive.otlp.network;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.StopSignal;
import io.failsight.collector.receive.link.Access;
import io.failsight.collector.receive.link.Gate;
import io.failsight.collector.receive.link.LinkCounts;
import io.failsight.collector.receive.link.LinkLimits;
import io.failsight.collector.receive.link.LinkServer;
import io.failsight.collector.receive.otlp.OtlpIntake;
import io.failsight.collector.receive.otlp.OtlpPeers;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One door of OTLP for senders of the network. Sources are {@code otlp/sender:name/...}, {@code otlp/CN=name/...}, {@code otlp/peer/...}. Thread-safe. */
public final class OtlpNetworkDoor implements Receiver {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    /** What is spoken behind TLS. */
    public enum Wire {
        /** HTTP/1.1: a request takes until it is answered. */
        HTTP("http/1.1", 128, true),
        /** HTTP/2: calls have their own time limit. */
        GRPC("h2", 64, false);

        private final String protocol;
        private final int connections;
        private final boolean answersTell;

        Wire(String protocol, int connections, boolean answersTell) {
            this.protocol = protocol;
            this.connections = connections;
            this.answersTell = answersTell;
        }

        LinkLimits limits() {
            LinkLimits defaults = LinkLimits.of(connections);
            return new LinkLimits(connections, defaults.maxPerPeer(), defaults.handshake(), REQUEST_LIMIT, QUIET_LIMIT);
        }

        /** Whether a request lasts until the server says something. */
        boolean answersTell() {
            return answersTell;
        }
    }

    /** 60 s from the first byte of a request to its answer: 16 MiB at 280 KB a second. */
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);
    /** 30 s: exporters open a new connection and send again what was not answered. */
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(30);

    /** Starts what is behind the gate. */
    @FunctionalInterface
    interface Inner {
        InnerServer start(OtlpPeers peers) throws IOException;
    }

    private final Inner behind;
    private final Relay relay;
    private final Gate gate;
    private final LinkServer server;
    private @Nullable InnerServer inner;

    OtlpNetworkDoor(Wire wire, String address, int port, Access access, LinkLimits limits, Inner behind) {
        this.behind = behind;
        relay = new Relay(wire.answersTell());
        gate = new Gate(OtlpIntake.RECEIVER, access.with(access.screening().speaking(wire.protocol)), limits);
        server = new LinkServer(
                OtlpIntake.RECEIVER,
                LinkServer.address(address, port),
                gate,
                STOP_PATIENCE,
                new StopSignal(),
                relay::serve);
    }

    @Override
    public String id() {
        return OtlpIntake.RECEIVER;
    }

    @Override
    public LinkCounts links() {
        return gate.counts();
    }

    @Override
    public int port() {
        return server.port();
    }

    /** Port of the server behind the gate, which serves nobody but the gate; -1 while the door is not open. */
    public synchronized int innerPort() {
        return inner == null ? -1 : inner.port();
    }

    @Override
    public synchronized void start() throws IOException {
        if (inner != null) {
            throw new IllegalStateException("otlp was started before");
        }
        InnerServer started = behind.start(relay);
        inner = started;
        relay.leadTo(started.port());
        server.start();
    }

    @Override
    public synchronized void close() {
        server.close();
        if (inner != null) {
            inner.end().run();
        }
    }
}
