package io.failsight.it;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Says lines over syslog, each at the very moment that it tells of: lines that all come late say nothing certain of when things happened, nor in which order. As
 * a relay does, it tries again while the door is closed: the line comes late then, with the time at which it was written. Not thread-safe.
 */
final class Teller {
    private static final Duration PACE = Duration.ofMillis(250);
    private static final Duration DOOR_LIMIT = Duration.ofMinutes(2);

    private final int port;

    Teller(int syslogPort) {
        this.port = syslogPort;
    }

    /** Says a line a moment after the last one, and returns when it was written. */
    Instant say(String host, String program, String pid, String message) throws IOException, InterruptedException {
        Thread.sleep(PACE);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        send("<30>1 " + now + " " + host + " " + program + " " + pid + " - - " + message + "\n");
        return now;
    }

    private void send(String line) throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(DOOR_LIMIT);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                OutputStream out = socket.getOutputStream();
                out.write(line.getBytes(StandardCharsets.UTF_8));
                return;
            } catch (IOException e) {
                if (Instant.now().isAfter(limit)) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }
}
