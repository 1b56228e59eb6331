package io.failsight.collector.signal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An engine's receiving side by hand: does with each request what it is told, and remembers the ids that it took and acknowledged. */
public final class ScriptedEngine implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What becomes of a request. */
    public enum Deed {
        TAKE,
        /** Takes it and closes the connection without a word, as an engine that is killed after its fsync. */
        TAKE_AND_DIE,
        /** Closes the connection inside the body. */
        DIE,
        /** Never answers. */
        HANG,
        /** Answers the head and never the body. */
        HANG_IN_REPLY,
        UNAVAILABLE,
        GARBAGE,
        /** Refuses requests that hold a poisoned signal, takes others. */
        REFUSE_POISON
    }

    private final ServerSocket server;
    private final Supplier<Deed> script;
    private final List<Socket> open = new ArrayList<>();
    public final Map<String, JsonNode> taken = new ConcurrentHashMap<>();
    public final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    public final ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
    public final ConcurrentLinkedQueue<String> heads = new ConcurrentLinkedQueue<>();
    public final AtomicInteger requests = new AtomicInteger();
    public final AtomicInteger largestRequest = new AtomicInteger();

    /** An engine on a free port of loopback. */
    public ScriptedEngine(Supplier<Deed> script) throws IOException {
        this(script, 0);
    }

    /** An engine on that port. */
    public ScriptedEngine(Supplier<Deed> script, int port) throws IOException {
        this.script = script;
        this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::listen);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    public int port() {
        return server.getLocalPort();
    }

    private void listen() {
        while (true) {
            try {
                Socket socket = server.accept();
                synchronized (open) {
                    open.add(socket);
                }
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (one(in, socket)) {
                // the connection is kept
            }
        } catch (IOException e) {
            // the collector went away
        }
    }

    private boolean one(InputStream in, Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            head.append((char) b);
        }
        heads.add(head.toString());
        requests.incrementAndGet();
        Deed deed = script.get();
        int length = contentLength(head.toString());
        largestRequest.accumulateAndGet(length, Math::max);
        if (deed == Deed.DIE) {
            in.readNBytes(length / 2);
            return false;
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return answer(deed, body, socket);
    }

    private boolean answer(Deed deed, String body, Socket socket) throws IOException {
        switch (deed) {
            case TAKE -> take(body, socket);
            case TAKE_AND_DIE -> {
                remember(body);
                return false;
            }
            case HANG -> hang();
            case HANG_IN_REPLY -> {
                write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12");
                hang();
            }
            case UNAVAILABLE -> write(socket, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy");
            case GARBAGE -> write(socket, "what?\r\n\r\n");
            case REFUSE_POISON -> {
                if (body.contains("poison")) {
                    write(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 6\r\n\r\npoison");
                } else {
                    take(body, socket);
                }
            }
            case DIE -> throw new IllegalStateException("died before");
        }
        return true;
    }

    private static void hang() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(String body, Socket socket) throws IOException {
        acknowledged.addAll(remember(body));
        write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
    }

    private List<String> remember(String body) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String line : body.split("\n", -1)) {
            if (!line.isEmpty()) {
                JsonNode signal = JSON.readTree(line);
                ids.add(signal.get("id").asText());
                order.add(signal.get("text").asText());
                taken.put(signal.get("id").asText(), signal);
            }
        }
        return ids;
    }

    private static void write(Socket socket, String answer) throws IOException {
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (open) {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
