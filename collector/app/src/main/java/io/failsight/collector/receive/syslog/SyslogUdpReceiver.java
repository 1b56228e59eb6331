package io.failsight.collector.receive.syslog;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.LineFeeds;
import io.failsight.collector.receive.PeerName;
import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.StopSignal;
import io.failsight.collector.receive.link.PeerNotes;
import io.failsight.collector.receive.link.Rates;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Syslog over UDP (RFC 5426): one datagram, one message. One thread only reads the socket and packs datagrams by sender; another hands
 * the packed ones over, so a journal that waits for its disk does not make the kernel drop. What does not fit the heap while the
 * journal is behind, is refused and counted. Order within a sender is that of the socket. Thread-safe.
 */
public final class SyslogUdpReceiver implements Receiver {
    private static final Logger LOG = System.getLogger(SyslogUdpReceiver.class.getName());
    /** Largest UDP payload and one byte to notice none is larger. */
    private static final int MAX_DATAGRAM_BYTES = 65_536;

    private final SyslogConfig config;
    private final ReceiverContext context;
    private final Predicate<InetAddress> allowed;
    private final PeerNotes notes = new PeerNotes(SyslogConfig.ID);
    private final StopSignal stop = new StopSignal();
    private final DatagramQueue queue;
    private final LongAdder datagrams = new LongAdder();
    private final LongAdder emptyDatagrams = new LongAdder();
    private final LongAdder cutRecords = new LongAdder();
    private volatile @Nullable DatagramChannel channel;
    private volatile int receiveBufferBytes;
    private @Nullable Thread reader;
    private @Nullable Thread sender;

    /** A receiver for this machine alone, not started. */
    public SyslogUdpReceiver(SyslogConfig config, ReceiverContext context) {
        this(config, context, InetAddress::isLoopbackAddress, null);
    }

    /**
     * A receiver, not started.
     *
     * @param allowed addresses that may send
     * @param rates how much each of the network may send; null for any amount
     */
    public SyslogUdpReceiver(
            SyslogConfig config, ReceiverContext context, Predicate<InetAddress> allowed, @Nullable Rates rates) {
        this.config = config;
        this.context = context;
        this.allowed = allowed;
        this.queue = new DatagramQueue(config, context, stop, rates);
    }

    @Override
    public String id() {
        return SyslogConfig.ID;
    }

    /** Receive buffer that the kernel granted, in bytes; Linux counts its own overhead in, and doubles what it grants. */
    public int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    /** Datagrams that were read. */
    public long datagrams() {
        return datagrams.sum();
    }

    /** Datagrams that held nothing; they are no records. */
    public long emptyDatagrams() {
        return emptyDatagrams.sum();
    }

    /** Messages longer than allowed: their beginning was kept. */
    public long cutRecords() {
        return cutRecords.sum();
    }

    /** Times a batch was put off by the consumer. */
    public long retries() {
        return queue.retries();
    }

    @Override
    public int port() {
        DatagramChannel current = channel;
        return current == null || !current.isOpen() ? -1 : current.socket().getLocalPort();
    }

    @Override
    public synchronized void start() throws IOException {
        if (channel != null || stop.isStopped()) {
            throw new IllegalStateException(id() + " (udp) was started or closed before");
        }
        DatagramChannel opened = DatagramChannel.open();
        try {
            opened.setOption(StandardSocketOptions.SO_RCVBUF, config.udpReceiveBufferBytes());
            opened.bind(new InetSocketAddress(InetAddress.getByName(config.address()), config.udpPort()));
            receiveBufferBytes = opened.getOption(StandardSocketOptions.SO_RCVBUF);
        } catch (IOException e) {
            opened.close();
            throw new IOException(
                    id() + ": cannot listen on udp " + config.address() + ":" + config.udpPort() + " (" + e.getMessage()
                            + "); stop what uses the port, or set another address or port",
                    e);
        }
        channel = opened;
        reader = Thread.ofPlatform().daemon().name("syslog-udp-read").start(() -> readUntilStopped(opened));
        sender = Thread.ofPlatform().daemon().name("syslog-udp-journal").start(queue::handOverUntilStopped);
    }

    private void readUntilStopped(DatagramChannel open) {
        ByteBuffer datagram = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
        byte[] bytes = new byte[MAX_DATAGRAM_BYTES];
        while (!stop.isStopped()) {
            try {
                datagram.clear();
                if (open.receive(datagram) instanceof InetSocketAddress peer) {
                    datagram.flip();
                    int length = datagram.remaining();
                    datagram.get(bytes, 0, length);
                    take(peer.getAddress(), bytes, length);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, id() + ": cannot read a datagram: " + e.getMessage());
                stop.await(Duration.ofMillis(100).toNanos());
            }
        }
    }

    private void take(InetAddress peer, byte[] bytes, int received) {
        datagrams.increment();
        if (!allowed.test(peer)) {
            context.counts().refused(id(), ErrorKind.UNAUTHORISED, 1);
            notes.tell(
                    PeerName.of(peer),
                    "access",
                    "sends over UDP and may not, its datagrams are refused: add it to doors.udp-allow in"
                            + " failsight.yaml if it may");
            return;
        }
        int length = received;
        while (length > 0 && (LineFeeds.isBlank(bytes[length - 1]) || bytes[length - 1] == '\n')) {
            length--;
        }
        if (length == 0) {
            emptyDatagrams.increment();
            return;
        }
        if (length > config.maxMessageBytes()) {
            cutRecords.increment();
            length = config.maxMessageBytes();
        }
        if (!queue.offer(peer, bytes, length)) {
            context.counts().refused(id(), ErrorKind.OVERLOADED, 1);
        }
    }

    @Override
    public synchronized void close() {
        DatagramChannel current = channel;
        stop.stop(config.stopPatience());
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> id() + ": closing the datagram socket: " + e.getMessage());
        }
        join(reader, Duration.ofSeconds(1));
        queue.wake();
        join(sender, config.stopPatience().plusSeconds(2));
    }

    private static void join(@Nullable Thread thread, Duration patience) {
        try {
            boolean ignored = thread == null || thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
