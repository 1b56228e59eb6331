package io.failsight.collector.receive.tcp;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.StopSignal;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A TCP door for streams without acknowledgement: what the sender may forget is what the kernel took from it, so nothing read is
 * ever dropped while the receiver runs. Order within a connection is kept. Thread-safe.
 *
 * <p>A TLS door is the same with another {@link ServerSocketFactory}: handshakes run on the connection's own thread.
 */
public final class LineTcpReceiver implements Receiver {
    private static final Logger LOG = System.getLogger(LineTcpReceiver.class.getName());
    /** Connections that wait for {@code accept}; more are told to try again by TCP. */
    private static final int BACKLOG = 128;
    /** Pause after a failed accept, such as out of file descriptors: 100 ms. */
    private static final long ACCEPT_PAUSE_NANOS = 100_000_000L;

    private final TcpDoor door;
    private final TcpConfig config;
    private final ReceiverContext context;
    private final ServerSocketFactory sockets;
    private final TcpCounts counts = new TcpCounts();
    private final StopSignal stop = new StopSignal();
    private final Map<TcpConnection, Thread> connections = new ConcurrentHashMap<>();
    private volatile @Nullable ServerSocket server;
    private @Nullable Thread acceptor;

    public LineTcpReceiver(TcpDoor door, TcpConfig config, ReceiverContext context) {
        this(door, config, context, ServerSocketFactory.getDefault());
    }

    public LineTcpReceiver(TcpDoor door, TcpConfig config, ReceiverContext context, ServerSocketFactory sockets) {
        this.door = door;
        this.config = config;
        this.context = context;
        this.sockets = sockets;
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
    public int port() {
        ServerSocket current = server;
        return current == null || current.isClosed() ? -1 : current.getLocalPort();
    }

    @Override
    public synchronized void start() throws IOException {
        if (server != null || stop.isStopped()) {
            throw new IllegalStateException(door.id() + " was started or closed before");
        }
        ServerSocket opened = sockets.createServerSocket();
        try {
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getByName(config.address()), config.port()), BACKLOG);
        } catch (IOException e) {
            opened.close();
            throw new IOException(
                    door.id() + ": cannot listen on tcp " + config.address() + ":" + config.port() + " ("
                            + e.getMessage() + "); stop what uses the port, or set another address or port",
                    e);
        }
        server = opened;
        acceptor = Thread.ofPlatform().daemon().name(door.id() + "-tcp-accept").start(() -> acceptUntilStopped(opened));
    }

    private void acceptUntilStopped(ServerSocket listening) {
        while (!stop.isStopped()) {
            try {
                serve(listening.accept());
            } catch (IOException | OutOfMemoryError e) {
                if (!stop.isStopped()) {
                    LOG.log(Level.WARNING, door.id() + ": cannot take a connection: " + e.getMessage());
                    stop.await(ACCEPT_PAUSE_NANOS);
                }
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        if (counts.open.get() >= config.maxConnections() || stop.isStopped()) {
            counts.turnedAway.increment();
            socket.close();
            return;
        }
        socket.setKeepAlive(true);
        TcpConnection connection = new TcpConnection(socket, door, config, context, counts, stop);
        counts.open.incrementAndGet();
        counts.accepted.increment();
        Thread thread = Thread.ofPlatform().daemon().name(door.id() + "-tcp").unstarted(() -> {
            try {
                connection.run();
            } finally {
                counts.open.decrementAndGet();
                connections.remove(connection);
            }
        });
        connections.put(connection, thread);
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // the system gives no more threads
            counts.open.decrementAndGet();
            connections.remove(connection);
            connection.closeNow();
            throw e;
        }
        if (stop.isStopped()) {
            connection.stopReading();
        }
    }

    @Override
    public synchronized void close() {
        ServerSocket current = server;
        stop.stop(config.stopPatience());
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> door.id() + ": closing the listening socket: " + e.getMessage());
        }
        connections.keySet().forEach(TcpConnection::stopReading);
        if (acceptor != null) {
            join(acceptor, Duration.ofSeconds(1));
        }
        Duration patience = config.stopPatience().plusSeconds(2);
        connections.forEach((connection, thread) -> {
            join(thread, patience);
            connection.closeNow();
        });
    }

    private static void join(Thread thread, Duration patience) {
        try {
            boolean ignored = thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
