package io.failsight.collector.receive.jsonlines;

import io.failsight.collector.intake.Content;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.link.Access;
import io.failsight.collector.receive.tcp.LineFrameReader;
import io.failsight.collector.receive.tcp.LineTcpReceiver;
import io.failsight.collector.receive.tcp.TcpDoor;

/** Makes the receiver of JSON objects over TCP, one a line. Sources are {@code jsonlines/peer}. Stateless, thread-safe. */
public final class JsonLinesDoor {
    private JsonLinesDoor() {}

    /** A receiver for this machine alone, not started. */
    public static LineTcpReceiver receiver(JsonLinesConfig config, ReceiverContext context) {
        return receiver(config, context, Access.thisMachine());
    }

    /** The same for whom {@code access} lets in, with TLS where it says so. */
    public static LineTcpReceiver receiver(JsonLinesConfig config, ReceiverContext context, Access access) {
        TcpDoor door = new TcpDoor(JsonLinesConfig.ID, Content.JSON, () -> new LineFrameReader(config.maxLineBytes()));
        return new LineTcpReceiver(door, config.tcp(), context, access);
    }
}
