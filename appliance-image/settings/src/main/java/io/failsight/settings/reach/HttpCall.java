package io.failsight.settings.reach;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One HTTP/1.1 request (RFC 9112) on a connection of its own, to an address that {@link Reach} lets it have; a proxy and redirects are not
 * followed. The library of the JDK resolves names itself, so that what is checked need not be what is asked. Immutable, thread-safe.
 *
 * @param reach which addresses may be asked
 * @param connectLimit until connected, for each address
 * @param limit for all of it, but for resolving the name
 * @param tls trust of https
 */
public record HttpCall(Reach reach, Duration connectLimit, Duration limit, Tls tls) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** Makes the trust when it is needed. */
    @FunctionalInterface
    public interface Tls {
        SSLContext context() throws IOException;
    }

    /** No answer within the limit, though somebody took the connection. */
    public static final class Late extends IOException {
        private static final long serialVersionUID = 1L;

        Late() {
            super("no answer in time");
        }
    }

    /**
     * An answer.
     *
     * @param status 100 to 599
     * @param headers as they came
     * @param body its first bytes
     */
    public record Answer(int status, List<Map.Entry<String, String>> headers, String body) {
        /** Values of a header, whatever case its name has. */
        public List<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    /**
     * Sends and reads.
     *
     * @param headers beside Host, Connection and Content-Length; signs that end a header are refused
     * @param body empty for GET
     * @param maxBody bytes of the answer's body that are read
     * @throws Reach.Forbidden when the address is not to be asked
     */
    public Answer send(URI url, Map<String, String> headers, Optional<String> body, int maxBody) throws IOException {
        boolean https = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : https ? HTTPS_PORT : HTTP_PORT;
        String host = String.valueOf(url.getHost());
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        byte[] request = request(url, host, headers, body);
        List<InetAddress> addresses = reach.addresses(bare, port);
        long until = System.nanoTime() + limit.toNanos();
        try (Socket plain = connect(addresses, port)) {
            plain.setSoTimeout(left(until));
            if (!https) {
                return exchange(plain, request, until, maxBody);
            }
            try (SSLSocket secure =
                    (SSLSocket) tls.context().getSocketFactory().createSocket(plain, bare, port, false)) {
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
                secure.startHandshake();
                return exchange(secure, request, until, maxBody);
            }
        } catch (SocketTimeoutException e) {
            throw e instanceof ConnectTimeout ? e : new Late();
        }
    }

    private static final class ConnectTimeout extends SocketTimeoutException {
        private static final long serialVersionUID = 1L;

        ConnectTimeout() {
            super("no connection in time");
        }
    }

    private Socket connect(List<InetAddress> addresses, int port) throws IOException {
        IOException last = new ConnectException("no address");
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) connectLimit.toMillis());
                return socket;
            } catch (SocketTimeoutException e) {
                socket.close();
                last = new ConnectTimeout();
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static Answer exchange(Socket socket, byte[] request, long until, int maxBody) throws IOException {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
        return new AnswerReader(new Limited(socket, until)).read(maxBody);
    }

    private static byte[] request(URI url, String host, Map<String, String> headers, Optional<String> body) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        StringBuilder head = new StringBuilder(body.isPresent() ? "POST " : "GET ")
                .append(path)
                .append(url.getRawQuery() == null ? "" : "?" + url.getRawQuery())
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append(url.getPort() >= 0 ? ":" + url.getPort() : "")
                .append("\r\nUser-Agent: Failsight\r\nAccept: */*\r\nConnection: close\r\n");
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9-]+") || !value.matches("[ -~]*")) {
                throw new IllegalArgumentException("a header holds one line of ASCII: " + name);
            }
            head.append(name).append(": ").append(value).append("\r\n");
        });
        byte[] content = body.orElse("").getBytes(StandardCharsets.UTF_8);
        if (body.isPresent()) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(start, start.length + content.length);
        System.arraycopy(content, 0, all, start.length, content.length);
        return all;
    }

    private static int left(long until) throws Late {
        long millis = (until - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new Late();
        }
        return (int) Math.min(Integer.MAX_VALUE, millis);
    }

    /** What comes within the limit: a server that sends a byte now and then gets no more time than another. */
    private static final class Limited extends InputStream {
        private final Socket socket;
        private final InputStream in;
        private final long until;

        Limited(Socket socket, long until) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.until = until;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            socket.setSoTimeout(left(until));
            return in.read(bytes, offset, length);
        }
    }
}
