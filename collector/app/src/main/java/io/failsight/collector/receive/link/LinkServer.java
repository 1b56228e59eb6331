package io.failsight.collector.receive.link;

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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Listens on one address and gives every connection that the {@link Gate} lets in a platform thread of its own: blocking reads there cost
 * one system call, where a virtual thread's cost a turn through the poller. Thread-safe.
 */
public final class LinkServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LinkServer.class.getName());
    /** Connections that wait for {@code accept}; more are told to try again by TCP. */
    private static final int BACKLOG = 128;
    /** Pause after a failed accept, such as out of file descriptors: 100 ms. */
    private static final long ACCEPT_PAUSE_NANOS = 100_000_000L;
    /** Time between two looks at what takes too long: 0.5 s. */
    private static final long WATCH_NANOS = 500_000_000L;

    /** Reads one connection to its end. */
    @FunctionalInterface
    public interface Handler {
        /** Called on the connection's thread; the link is closed when it returns. */
        void serve(Link link, Slot slot) throws IOException;
    }

    private final String id;
    private final InetSocketAddress address;
    private final Gate gate;
    private final Duration stopPatience;
    private final StopSignal stop;
    private final Handler handler;
    private final Map<Slot, Thread> threads = new ConcurrentHashMap<>();
    private volatile @Nullable ServerSocket server;
    private @Nullable Thread acceptor;
    private @Nullable Thread watch;

    /**
     * A server that does not listen yet.
     *
     * @param id of the receiver, for messages and names of threads
     * @param stop stopped by {@link #close}; connections look at it
     */
    public LinkServer(
            String id, InetSocketAddress address, Gate gate, Duration stopPatience, StopSignal stop, Handler handler) {
        this.id = id;
        this.address = address;
        this.gate = gate;
        this.stopPatience = stopPatience;
        this.stop = stop;
        this.handler = handler;
    }

    /** An address to listen on; a name is looked up. */
    public static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    /** Port that is bound, -1 while it does not listen. */
    public int port() {
        ServerSocket current = server;
        return current == null || current.isClosed() ? -1 : current.getLocalPort();
    }

    /** @throws IOException when the address cannot be bound; the message says what to do */
    public synchronized void start() throws IOException {
        if (server != null || stop.isStopped()) {
            throw new IllegalStateException(id + " was started or closed before");
        }
        ServerSocket opened = new ServerSocket();
        try {
            opened.setReuseAddress(true);
            opened.bind(
                    new InetSocketAddress(InetAddress.getByName(address.getHostString()), address.getPort()), BACKLOG);
        } catch (IOException e) {
            opened.close();
            throw new IOException(
                    id + ": cannot listen on tcp " + address.getHostString() + ":" + address.getPort() + " ("
                            + e.getMessage() + "); stop what uses the port, or set another address or port",
                    e);
        }
        server = opened;
        acceptor = Thread.ofPlatform().daemon().name(id + "-tcp-accept").start(() -> acceptUntilStopped(opened));
        watch = Thread.ofVirtual().name(id + "-tcp-watch").start(this::watchUntilStopped);
    }

    private void watchUntilStopped() {
        while (!stop.isStopped()) {
            gate.watch();
            stop.await(WATCH_NANOS);
        }
    }

    private void acceptUntilStopped(ServerSocket listening) {
        while (!stop.isStopped()) {
            try {
                take(listening.accept());
            } catch (IOException | OutOfMemoryError e) {
                if (!stop.isStopped()) {
                    LOG.log(Level.WARNING, id + ": cannot take a connection: " + e.getMessage());
                    stop.await(ACCEPT_PAUSE_NANOS);
                }
            }
        }
    }

    private void take(Socket wire) throws IOException {
        Optional<Slot> place = stop.isStopped() ? Optional.empty() : gate.admit(wire);
        if (place.isEmpty()) {
            wire.close();
            return;
        }
        Slot slot = place.get();
        Thread thread = Thread.ofPlatform().daemon().name(id + "-tcp").unstarted(() -> {
            try {
                serve(wire, slot);
            } finally {
                gate.leave(slot);
                threads.remove(slot);
            }
        });
        threads.put(slot, thread);
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // the system gives no more threads
            gate.leave(slot);
            threads.remove(slot);
            slot.closeNow();
            throw e;
        }
        if (stop.isStopped()) {
            slot.stopReading();
        }
    }

    private void serve(Socket wire, Slot slot) {
        try (wire) {
            Link link = gate.open(wire, slot);
            if (link != null) {
                try (link) {
                    handler.serve(link, slot);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> id + ": a connection broke: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, id + ": a connection was closed because of a defect", e);
        }
    }

    /** Stops listening, and waits until connections have handed over what they read, as far as the patience goes. */
    @Override
    public synchronized void close() {
        stop.stop(stopPatience);
        ServerSocket current = server;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> id + ": closing the listening socket: " + e.getMessage());
        }
        threads.keySet().forEach(Slot::stopReading);
        join(acceptor, Duration.ofSeconds(1));
        join(watch, Duration.ofSeconds(1));
        Duration patience = stopPatience.plusSeconds(2);
        threads.forEach((slot, thread) -> {
            join(thread, patience);
            slot.closeNow();
        });
    }

    private static void join(@Nullable Thread thread, Duration patience) {
        try {
            boolean ignored = thread == null || thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
