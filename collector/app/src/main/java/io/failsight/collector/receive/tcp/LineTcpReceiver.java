package io.failsight.collector.receive.tcp;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.StopSignal;
import io.failsight.collector.receive.link.Access;
import io.failsight.collector.receive.link.Gate;
import io.failsight.collector.receive.link.LinkCounts;
import io.failsight.collector.receive.link.LinkServer;
import java.io.IOException;

/**
 * A TCP door for streams without acknowledgement: what the sender may forget is what the kernel took from it, so nothing read is
 * ever dropped while the receiver runs. Order within a connection is kept. With TLS where its {@link Access} says so. Thread-safe.
 */
public final class LineTcpReceiver implements Receiver {
    private final TcpDoor door;
    private final TcpCounts counts = new TcpCounts();
    private final Gate gate;
    private final LinkServer server;

    /** A receiver, not started. */
    public LineTcpReceiver(TcpDoor door, TcpConfig config, ReceiverContext context, Access access) {
        this.door = door;
        StopSignal stop = new StopSignal();
        gate = new Gate(door.id(), access, config.links());
        server = new LinkServer(
                door.id(),
                LinkServer.address(config.address(), config.port()),
                gate,
                config.stopPatience(),
                stop,
                (link, slot) -> new TcpConnection(link, slot, door, config, context, counts, stop).run());
    }

    @Override
    public String id() {
        return door.id();
    }

    /** What happened at this door beside the records. */
    public TcpCounts counts() {
        return counts;
    }

    @Override
    public LinkCounts links() {
        return gate.counts();
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void start() throws IOException {
        server.start();
    }

    @Override
    public void close() {
        server.close();
    }
}
