package io.failsight.runtime.control;

import io.failsight.runtime.data.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The supervisor's ear: a Unix domain socket in {@code run/} (a folder only this account may enter). One request a
 * connection, one line: {@code status} or {@code stop}; the answer is lines until the connection closes. After
 * {@code stop} it closes when the supervisor has ended.
 */
public final class ControlServer implements AutoCloseable {
    /** sockaddr_un holds 108 bytes (unix(7)); a longer path gets a socket in a private temporary folder. */
    private static final int MAX_PATH_BYTES = 100;
    /** Pause after a caller that could not be let in; without it a lack of file descriptors would take a whole CPU. */
    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path addressFile;
    private final Path socket;
    private final ServerSocketChannel server;
    private final Acceptor acceptor;
    private final Supplier<ApplianceStatus> status;
    private final Runnable stop;

    /** Waits for the next caller; apart, so that a test can let it fail. */
    @FunctionalInterface
    interface Acceptor {
        SocketChannel accept(ServerSocketChannel server) throws IOException;
    }

    /** Opens the socket and begins to answer. {@code stop} must return at once. */
    public ControlServer(Path run, Supplier<ApplianceStatus> status, Runnable stop) throws IOException {
        this(run, status, stop, ServerSocketChannel::accept);
    }

    ControlServer(Path run, Supplier<ApplianceStatus> status, Runnable stop, Acceptor acceptor) throws IOException {
        this.acceptor = acceptor;
        this.status = status;
        this.stop = stop;
        this.addressFile = run.resolve("control");
        Path near = run.resolve("control.sock").toAbsolutePath();
        boolean fits = near.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES;
        this.socket = fits ? near : Files.createTempDirectory("failsight-").resolve("control.sock");
        Files.deleteIfExists(socket);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        // Which folder it is for: one that was copied must not talk to the supervisor of the other.
        DataFolder.write(addressFile, socket + "\n" + run.toRealPath() + "\n");
        Thread.ofPlatform().daemon().name("control").start(this::serve);
    }

    /** Whatever goes wrong with one caller must not shut out the next: without this thread nobody could ask for the status or stop. */
    private void serve() {
        while (server.isOpen()) {
            try {
                SocketChannel connection = acceptor.accept(server);
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException | RuntimeException | Error e) {
                // Closed, or no file descriptor or memory was left: that passes.
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            }
        }
    }

    private void answer(SocketChannel connection) {
        try (connection) {
            var reader = new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8));
            String request = reader.readLine();
            if ("status".equals(request)) {
                reply(connection, status.get().encode());
            } else if ("stop".equals(request)) {
                stop.run();
                reader.readLine(); // stays open until this process ends, so that the caller can wait for it
            } else {
                reply(connection, List.of("unknown request; known: status, stop"));
            }
        } catch (IOException e) {
            return; // the caller went away
        }
    }

    private static void reply(SocketChannel connection, List<String> lines) throws IOException {
        Writer writer = Channels.newWriter(connection, StandardCharsets.UTF_8);
        writer.write(String.join("\n", lines) + "\n");
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(addressFile);
        Files.deleteIfExists(socket);
        if (!socket.startsWith(addressFile.getParent())) {
            Files.deleteIfExists(socket.getParent());
        }
    }
}
