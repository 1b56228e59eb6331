package io.failsight.engine.notify.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that knows STARTTLS (RFC 3207), which GreenMail does not; notes each line and whether it was protected. */
final class StartTlsServer implements AutoCloseable {
    private final ServerSocket door;
    private final SSLContext tls;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    StartTlsServer(SSLContext tls) throws IOException {
        this.tls = tls;
        door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return door.getLocalPort();
    }

    /** "clear" or "tls", then the line. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket socket = door.accept()) {
                talk(socket);
            } catch (IOException e) {
                continue; // the client went away, or the door was closed
            }
        }
    }

    private void talk(Socket plain) throws IOException {
        Socket socket = plain;
        reply(socket, "220 test");
        BufferedReader in = reader(socket);
        boolean data = false;
        for (@Nullable String line = in.readLine(); line != null; line = in.readLine()) {
            boolean isProtected = socket instanceof SSLSocket;
            lines.add((isProtected ? "tls " : "clear ") + line);
            String verb = line.toUpperCase(Locale.ROOT).split("[ :]", 2)[0];
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    reply(socket, "250 taken");
                }
            } else if (verb.equals("EHLO")) {
                reply(socket, isProtected ? "250-test\r\n250 AUTH PLAIN LOGIN" : "250-test\r\n250 STARTTLS");
            } else if (verb.equals("STARTTLS")) {
                reply(socket, "220 go ahead");
                SSLSocket wrapped = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
                wrapped.setUseClientMode(false);
                socket = wrapped;
                in = reader(socket);
            } else if (verb.equals("AUTH")) {
                reply(socket, "235 welcome");
            } else if (verb.equals("DATA")) {
                data = true;
                reply(socket, "354 go on");
            } else {
                reply(socket, verb.equals("QUIT") ? "221 bye" : "250 good");
            }
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void reply(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
