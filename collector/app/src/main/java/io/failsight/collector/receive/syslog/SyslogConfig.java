package io.failsight.collector.receive.syslog;

import io.failsight.collector.receive.link.LinkLimits;
import io.failsight.collector.receive.tcp.TcpConfig;
import java.time.Duration;

/**
 * Limits of the syslog doors. Immutable.
 *
 * @param address address to bind, for both transports
 * @param tcpPort TCP port, 0 for any free one
 * @param udpPort UDP port, 0 for any free one
 * @param maxMessageBytes longest message kept whole; of longer ones the beginning is kept
 * @param octetCounting whether TCP frames may be octet-counted (RFC 6587 §3.4.1); off for senders whose lines start with numbers
 * @param maxConnections TCP connections at a time
 * @param udpReceiveBufferBytes what is asked of the kernel for datagrams that wait to be read
 * @param udpPendingBytes datagrams that wait for the journal; what comes on top is refused and counted
 * @param udpRetry how long a batch of datagrams that the journal puts off is tried again before it is refused and counted
 * @param stopPatience how long {@code close} goes on handing over what was read
 */
public record SyslogConfig(
        String address,
        int tcpPort,
        int udpPort,
        int maxMessageBytes,
        boolean octetCounting,
        int maxConnections,
        int udpReceiveBufferBytes,
        int udpPendingBytes,
        Duration udpRetry,
        Duration stopPatience) {
    /** Id of the receiver, for both transports. */
    public static final String ID = "syslog";
    /** Id of the receiver over TLS. */
    public static final String TLS_ID = "syslog-tls";
    /** 64 KiB: above what RFC 5424 §6.1 asks of receivers (2,048) and what UDP can carry. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 64 << 10;
    /** With buffers of {@link #BUFFER_BYTES} at most 128 MiB, if all of them send fast. */
    public static final int DEFAULT_MAX_CONNECTIONS = 256;
    /** Largest buffer of a connection: 512 KiB; at one batch each 5 ms, the journal's delay, it carries 100 MB a second. */
    public static final int BUFFER_BYTES = 512 << 10;
    /** At most 50 ms between small reads: 20,000 lines a second in 10-line writes cost some 30 reads and forces a second instead of 2,000. */
    public static final Duration GATHER = Duration.ofMillis(50);
    /** 4 MiB of datagrams in the kernel: at 20 MB a second it bridges 200 ms. */
    public static final int DEFAULT_UDP_RECEIVE_BUFFER_BYTES = 4 << 20;
    /** 8 MiB of datagrams in the heap, twice: one part fills while the other is handed over. */
    public static final int DEFAULT_UDP_PENDING_BYTES = 8 << 20;

    /** Defaults for everything but the address and the ports. */
    public static SyslogConfig of(String address, int tcpPort, int udpPort) {
        return new SyslogConfig(
                address,
                tcpPort,
                udpPort,
                DEFAULT_MAX_MESSAGE_BYTES,
                true,
                DEFAULT_MAX_CONNECTIONS,
                DEFAULT_UDP_RECEIVE_BUFFER_BYTES,
                DEFAULT_UDP_PENDING_BYTES,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5));
    }

    /** The same with LF framing only. */
    public SyslogConfig withoutOctetCounting() {
        return new SyslogConfig(
                address,
                tcpPort,
                udpPort,
                maxMessageBytes,
                false,
                maxConnections,
                udpReceiveBufferBytes,
                udpPendingBytes,
                udpRetry,
                stopPatience);
    }

    TcpConfig tcp() {
        return new TcpConfig(
                address, tcpPort, maxMessageBytes, LinkLimits.of(maxConnections), BUFFER_BYTES, GATHER, stopPatience);
    }
}
