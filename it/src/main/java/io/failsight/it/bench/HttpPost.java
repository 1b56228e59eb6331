package io.failsight.it.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept-alive connection that posts bodies with as little CPU as can be, since the loader shares two cores with what it measures. */
final class HttpPost implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final String headers;

    HttpPost(int port, String contentType, String token) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
        headers = " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Type: " + contentType
                + (token.isEmpty() ? "" : "\r\nAuthorization: Bearer " + token) + "\r\nContent-Length: ";
    }

    /** Posts and reads the reply; returns its body. Anything but HTTP 200 is an error. */
    String post(String path, byte[] body, int length) throws IOException {
        socket.getOutputStream()
                .write(("POST " + path + headers + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body, 0, length);
        String status = line();
        int replyLength = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                replyLength = Integer.parseInt(header.substring(15).strip());
            }
        }
        String reply = new String(in.readNBytes(replyLength), StandardCharsets.UTF_8);
        if (!status.contains(" 200")) {
            throw new IOException(path + ": " + status + " " + reply);
        }
        return reply;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection was closed");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
