package io.failsight.collector.sink.opensearch;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive HTTP/1.1 connection that posts bulk bodies (RFC 9112). A general client cost half as much CPU again on this one path
 * (design decision 4); everything else uses the OpenSearch client. Not thread-safe: one a sender.
 */
final class BulkConnection implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int MAX_REPLY_BYTES = 64 << 20;
    private static final int MAX_LINE_BYTES = 16 << 10;

    private final SinkConfig config;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    BulkConnection(SinkConfig config) {
        this.config = config;
    }

    /**
     * Reply to a request.
     *
     * @param status HTTP status
     * @param body body
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Reply(int status, byte[] body) {}

    /** Posts the body and reads the whole reply; after an {@link IOException} the next call connects anew. */
    Reply post(BulkBody body) throws IOException {
        try {
            Socket connection = connected();
            OutputStream out = connection.getOutputStream();
            out.write(head(body));
            out.write(body.bytes().array(), 0, body.bytes().length());
            out.flush();
            return readReply();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private byte[] head(BulkBody body) {
        return ("POST /" + body.index() + "/_bulk?filter_path=" + BulkReply.FILTER + " HTTP/1.1\r\nHost: "
                        + config.url().getAuthority() + "\r\nAuthorization: Bearer " + config.token()
                        + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                        + body.bytes().length()
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Socket connected() throws IOException {
        Socket open = socket;
        if (open != null) {
            return open;
        }
        Socket fresh = new Socket();
        try {
            fresh.setTcpNoDelay(true);
            fresh.setSoTimeout((int) config.replyTimeout().toMillis());
            fresh.connect(
                    new InetSocketAddress(config.url().getHost(), config.url().getPort()), CONNECT_TIMEOUT_MILLIS);
            in = new BufferedInputStream(fresh.getInputStream(), 64 << 10);
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        socket = fresh;
        return fresh;
    }

    private Reply readReply() throws IOException {
        String statusLine = readLine();
        if (!statusLine.startsWith("HTTP/1.1 ") || statusLine.length() < 12) {
            throw new IOException("not an HTTP/1.1 reply: " + statusLine);
        }
        int status = parseInt(statusLine.substring(9, 12), 10);
        long length = -1;
        boolean chunked = false;
        boolean close = false;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = parseInt(header.substring(15).strip(), 10);
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.contains("chunked");
            } else if (header.startsWith("connection:")) {
                close = header.contains("close");
            }
        }
        if (!chunked && length < 0) {
            throw new IOException("the reply states no length");
        }
        byte[] body = chunked ? readChunks() : readBytes((int) length);
        if (close) {
            close();
        }
        return new Reply(status, body);
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = parseInt(readLine().split(";", 2)[0].strip(), 16);
            if (size == 0) {
                while (!readLine().isEmpty()) {
                    // trailers mean nothing here
                }
                return body.toByteArray();
            }
            body.write(readBytes(size));
            if (body.size() > MAX_REPLY_BYTES) {
                throw new IOException("the reply is larger than " + MAX_REPLY_BYTES + " bytes");
            }
            readLine();
        }
    }

    private byte[] readBytes(int length) throws IOException {
        if (length > MAX_REPLY_BYTES) {
            throw new IOException("the reply is larger than " + MAX_REPLY_BYTES + " bytes");
        }
        byte[] bytes = input().readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the connection was closed inside a reply");
        }
        return bytes;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = input().read();
            if (b < 0) {
                throw new IOException("the connection was closed before a reply");
            }
            if (b == '\n') {
                int end = line.length();
                return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
            }
            if (line.length() > MAX_LINE_BYTES) {
                throw new IOException("a header line is longer than " + MAX_LINE_BYTES + " bytes");
            }
            line.append((char) b);
        }
    }

    private InputStream input() throws IOException {
        InputStream open = in;
        if (open == null) {
            throw new IOException("not connected");
        }
        return open;
    }

    private static int parseInt(String text, int radix) throws IOException {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("not a number in the reply: " + text, e);
        }
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        in = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // the connection is given up either way
            }
        }
    }
}
