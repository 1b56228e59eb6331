package io.failsight.collector.receive.jsonlines;

import io.failsight.collector.intake.Content;
import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.tcp.LineFrameReader;
import io.failsight.collector.receive.tcp.LineTcpReceiver;
import io.failsight.collector.receive.tcp.TcpCounts;
import io.failsight.collector.receive.tcp.TcpDoor;
import java.io.IOException;
import javax.net.ServerSocketFactory;

/** JSON objects over TCP, one a line. Sources are {@code jsonlines/peer}. Thread-safe. */
public final class JsonLinesReceiver implements Receiver {
    private final LineTcpReceiver tcp;

    public JsonLinesReceiver(JsonLinesConfig config, ReceiverContext context) {
        this(config, context, ServerSocketFactory.getDefault());
    }

    public JsonLinesReceiver(JsonLinesConfig config, ReceiverContext context, ServerSocketFactory sockets) {
        TcpDoor door = new TcpDoor(JsonLinesConfig.ID, Content.JSON, () -> new LineFrameReader(config.maxLineBytes()));
        tcp = new LineTcpReceiver(door, config.tcp(), context, sockets);
    }

    @Override
    public String id() {
        return tcp.id();
    }

    @Override
    public void start() throws IOException {
        tcp.start();
    }

    @Override
    public int port() {
        return tcp.port();
    }

    /** What happened at this door beside the records. */
    public TcpCounts counts() {
        return tcp.counts();
    }

    @Override
    public void close() {
        tcp.close();
    }
}
