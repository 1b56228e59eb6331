package io.failsight.collector.receive.syslog;

import io.failsight.collector.intake.Content;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.tcp.LineTcpReceiver;
import io.failsight.collector.receive.tcp.TcpDoor;
import javax.net.ServerSocketFactory;

/**
 * Makes the receiver of syslog over TCP (RFC 6587), or over TLS (RFC 5425) with a TLS socket factory. Sources are {@code syslog/peer}.
 * Stateless, thread-safe.
 */
public final class SyslogTcpDoor {
    private SyslogTcpDoor() {}

    /** A receiver, not started. */
    public static LineTcpReceiver receiver(SyslogConfig config, ReceiverContext context) {
        return receiver(config, context, ServerSocketFactory.getDefault());
    }

    /** The same with sockets of another kind, such as TLS. */
    public static LineTcpReceiver receiver(SyslogConfig config, ReceiverContext context, ServerSocketFactory sockets) {
        TcpDoor door = new TcpDoor(
                SyslogConfig.ID,
                Content.SYSLOG,
                () -> new SyslogFrameReader(config.maxMessageBytes(), config.octetCounting()));
        return new LineTcpReceiver(door, config.tcp(), context, sockets);
    }
}
