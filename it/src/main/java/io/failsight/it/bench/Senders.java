package io.failsight.it.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** Load, made with as little CPU as can be. Stateless. */
final class Senders {
    private static final int LINES_PER_WRITE = 10;

    private Senders() {}

    /** Sends a file as it is over one TCP connection, as fast as the receiver takes it. */
    static void burst(Path file, int port) throws IOException {
        try (FileChannel in = FileChannel.open(file);
                SocketChannel out = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            long at = 0;
            while (at < in.size()) {
                at += in.transferTo(at, in.size() - at, out);
            }
            out.shutdownOutput();
            while (out.read(ByteBuffer.allocate(64)) >= 0) {
                // until the receiver has read everything
            }
        }
    }

    /**
     * Sends the first lines of a file over one connection at an even rate, ten lines a write.
     *
     * @param sent told the number of lines sent after each write
     */
    static void paced(Path file, int port, int lines, int linesPerSecond, LongConsumer sent) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            byte[] chunk = new byte[64 << 10];
            long start = System.nanoTime();
            for (int done = 0; done < lines; done += LINES_PER_WRITE) {
                long due = start + done * 1_000_000_000L / linesPerSecond;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                out.write(chunk, 0, readLines(in, chunk));
                sent.accept(done + LINES_PER_WRITE);
            }
            socket.shutdownOutput();
            while (socket.getInputStream().read() >= 0) {
                // until the receiver has read everything
            }
        }
    }

    private static int readLines(BufferedInputStream in, byte[] chunk) throws IOException {
        int length = 0;
        int lines = 0;
        while (lines < LINES_PER_WRITE) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            chunk[length++] = (byte) b;
            if (b == '\n') {
                lines++;
            }
        }
        return length;
    }

    /** Posts recorded OTLP requests over HTTP, one after the other on each of a few connections. */
    static void otlp(Path file, int port, int connections) throws IOException, InterruptedException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            Thread[] threads = new Thread[connections];
            IOException[] failures = new IOException[connections];
            for (int i = 0; i < connections; i++) {
                int number = i;
                threads[i] = Thread.ofPlatform().start(() -> {
                    try {
                        post(in, port);
                    } catch (IOException e) {
                        failures[number] = e;
                    }
                });
            }
            for (int i = 0; i < connections; i++) {
                threads[i].join();
                if (failures[i] != null) {
                    throw failures[i];
                }
            }
        }
    }

    private static void post(DataInputStream in, int port) throws IOException {
        try (HttpPost connection = new HttpPost(port, "application/x-protobuf", "")) {
            while (true) {
                byte[] body;
                synchronized (in) {
                    try {
                        body = new byte[in.readInt()];
                    } catch (EOFException e) {
                        return;
                    }
                    in.readFully(body);
                }
                connection.post("/v1/logs", body, body.length);
            }
        }
    }
}
