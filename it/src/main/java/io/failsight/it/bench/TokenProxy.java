package io.failsight.it.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Adds the token to requests of a sender that cannot (rsyslog 8 has Basic credentials only). It touches the head of each request and
 * copies the rest as it is.
 */
final class TokenProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final byte[] header;

    TokenProxy(int target, String token) throws IOException {
        this.target = target;
        this.header = ("Authorization: Bearer " + token + "\r\n").getBytes(StandardCharsets.US_ASCII);
        this.server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofPlatform().daemon().start(() -> relay(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void relay(Socket client) {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread.ofPlatform().daemon().start(() -> copyReplies(upstream, client));
            InputStream in = client.getInputStream();
            OutputStream out = upstream.getOutputStream();
            byte[] buffer = new byte[256 << 10];
            while (relayOne(in, out, buffer)) {
                out.flush();
            }
        } catch (IOException e) {
            // either side hung up
        }
    }

    private boolean relayOne(InputStream in, OutputStream out, byte[] buffer) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            head.append((char) b);
        }
        int firstLineEnd = head.indexOf("\r\n") + 2;
        out.write(head.substring(0, firstLineEnd).getBytes(StandardCharsets.US_ASCII));
        out.write(header);
        out.write(head.substring(firstLineEnd).getBytes(StandardCharsets.US_ASCII));
        long left = contentLength(head);
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return false;
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        return true;
    }

    private static long contentLength(StringBuilder head) {
        for (String line : head.toString().split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                return Long.parseLong(line.substring(15).strip());
            }
        }
        return 0;
    }

    private static void copyReplies(Socket upstream, Socket client) {
        try {
            upstream.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // either side hung up
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
