package io.failsight.collector.receive.syslog;

import io.failsight.collector.intake.Content;
import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.tcp.LineTcpReceiver;
import io.failsight.collector.receive.tcp.TcpCounts;
import io.failsight.collector.receive.tcp.TcpDoor;
import java.io.IOException;
import javax.net.ServerSocketFactory;

/** Syslog over TCP (RFC 6587), or over TLS (RFC 5425) with a TLS socket factory. Sources are {@code syslog/peer}. Thread-safe. */
public final class SyslogTcpReceiver implements Receiver {
    private final LineTcpReceiver tcp;

    public SyslogTcpReceiver(SyslogConfig config, ReceiverContext context) {
        this(config, context, ServerSocketFactory.getDefault());
    }

    public SyslogTcpReceiver(SyslogConfig config, ReceiverContext context, ServerSocketFactory sockets) {
        TcpDoor door = new TcpDoor(
                SyslogConfig.ID,
                Content.SYSLOG,
                () -> new SyslogFrameReader(config.maxMessageBytes(), config.octetCounting()));
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
