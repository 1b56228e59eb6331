package io.failsight.collector.receive.jsonlines;

import io.failsight.collector.intake.Content;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.tcp.LineFrameReader;
import io.failsight.collector.receive.tcp.LineTcpReceiver;
import io.failsight.collector.receive.tcp.TcpDoor;
import javax.net.ServerSocketFactory;

/** Makes the receiver of JSON objects over TCP, one a line. Sources are {@code jsonlines/peer}. Stateless, thread-safe. */
public final class JsonLinesDoor {
    private JsonLinesDoor() {}

    /** A receiver, not started. */
    public static LineTcpReceiver receiver(JsonLinesConfig config, ReceiverContext context) {
        return receiver(config, context, ServerSocketFactory.getDefault());
    }

    /** The same with sockets of another kind, such as TLS. */
    public static LineTcpReceiver receiver(
            JsonLinesConfig config, ReceiverContext context, ServerSocketFactory sockets) {
        TcpDoor door = new TcpDoor(JsonLinesConfig.ID, Content.JSON, () -> new LineFrameReader(config.maxLineBytes()));
        return new LineTcpReceiver(door, config.tcp(), context, sockets);
    }
}
