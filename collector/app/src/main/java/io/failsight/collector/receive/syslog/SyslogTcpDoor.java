package io.failsight.collector.receive.syslog;

import io.failsight.collector.intake.Content;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.link.Access;
import io.failsight.collector.receive.link.DoorTls;
import io.failsight.collector.receive.tcp.LineTcpReceiver;
import io.failsight.collector.receive.tcp.TcpDoor;

/**
 * Makes the receivers of syslog over TCP (RFC 6587) and over TLS (RFC 5425). Sources are {@code syslog/peer}, {@code syslog-tls/peer}, and
 * {@code syslog-tls/CN=name} where the sender has a certificate. Stateless, thread-safe.
 */
public final class SyslogTcpDoor {
    private SyslogTcpDoor() {}

    /** A receiver for this machine alone, not started. */
    public static LineTcpReceiver receiver(SyslogConfig config, ReceiverContext context) {
        return receiver(config, context, Access.thisMachine());
    }

    /** The same for whom {@code access} lets in. */
    public static LineTcpReceiver receiver(SyslogConfig config, ReceiverContext context, Access access) {
        return receiver(SyslogConfig.ID, config, context, access);
    }

    /** Syslog over TLS (RFC 5425), a door of its own: octet counting as the RFC asks for, and LF framing as some senders do it. */
    public static LineTcpReceiver tlsReceiver(SyslogConfig config, ReceiverContext context, DoorTls tls) {
        return tlsReceiver(config, context, Access.onlyTls(tls));
    }

    /** The same for whom {@code access} lets in. */
    public static LineTcpReceiver tlsReceiver(SyslogConfig config, ReceiverContext context, Access access) {
        return receiver(SyslogConfig.TLS_ID, config, context, access);
    }

    private static LineTcpReceiver receiver(String id, SyslogConfig config, ReceiverContext context, Access access) {
        TcpDoor door = new TcpDoor(
                id, Content.SYSLOG, () -> new SyslogFrameReader(config.maxMessageBytes(), config.octetCounting()));
        return new LineTcpReceiver(door, config.tcp(), context, access);
    }
}
