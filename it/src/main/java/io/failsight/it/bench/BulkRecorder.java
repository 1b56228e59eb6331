package io.failsight.it.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands where OpenSearch stands and writes down the bulk bodies that a collector sends, so that the very same documents can be loaded straight
 * afterwards. Answers every call of the sink as an empty OpenSearch would. Thread-safe.
 */
final class BulkRecorder implements AutoCloseable {
    private final HttpServer server;
    private final DataOutputStream out;
    private final AtomicLong documents = new AtomicLong();

    BulkRecorder(Path file) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(
                Executors.newFixedThreadPool(4, Thread.ofPlatform().daemon().factory()));
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Documents written down so far. */
    long documents() {
        return documents.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.endsWith("/_bulk")) {
            write(path.substring(1, path.length() - "/_bulk".length()), body);
            reply(exchange, 200, "{\"errors\":false}");
        } else if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            reply(exchange, 200, path.startsWith("/_cat") ? "[]" : "{}");
        }
        exchange.close();
    }

    private synchronized void write(String index, byte[] body) throws IOException {
        out.writeUTF(index);
        out.writeInt(body.length);
        out.write(body);
        long lines = 0;
        for (byte b : body) {
            if (b == '\n') {
                lines++;
            }
        }
        documents.addAndGet(lines / 2);
    }

    private static void reply(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        synchronized (this) {
            out.close();
        }
    }
}
