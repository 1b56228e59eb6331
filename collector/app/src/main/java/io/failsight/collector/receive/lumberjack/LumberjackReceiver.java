package io.failsight.collector.receive.lumberjack;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.StopSignal;
import io.failsight.collector.receive.link.Access;
import io.failsight.collector.receive.link.Gate;
import io.failsight.collector.receive.link.LinkCounts;
import io.failsight.collector.receive.link.LinkServer;
import java.io.IOException;

/**
 * Lumberjack version 2 with and without TLS on one port: the first byte tells. A window is acknowledged when all its events are durable; one
 * that ends early or is broken is not, and its sender sends it again. Sources are {@code lumberjack/peer}. Thread-safe.
 */
public final class LumberjackReceiver implements Receiver {
    private final LumberjackCounts counts = new LumberjackCounts();
    private final Gate gate;
    private final LinkServer server;

    /** A receiver, not started. */
    public LumberjackReceiver(LumberjackConfig config, ReceiverContext context, Access access) {
        StopSignal stop = new StopSignal();
        gate = new Gate(LumberjackConfig.ID, access, config.links());
        server = new LinkServer(
                LumberjackConfig.ID,
                LinkServer.address(config.address(), config.port()),
                gate,
                config.stopPatience(),
                stop,
                (link, slot) -> new LumberjackConnection(
                                link, slot, config, new EventIntake(link, slot, config, context, counts, stop), counts)
                        .run(gate.notes(), context.counts()));
    }

    @Override
    public String id() {
        return LumberjackConfig.ID;
    }

    /** What happened at this door beside the records. */
    public LumberjackCounts counts() {
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
