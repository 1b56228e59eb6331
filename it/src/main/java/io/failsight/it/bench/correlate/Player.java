package io.failsight.it.bench.correlate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sends all cases at once, in real time, over one connection as a relay does. Not thread-safe. */
final class Player {
    private final List<Frame> frames = new ArrayList<>();

    /** One line and when it goes out. */
    private record Frame(Instant sendAt, byte[] bytes) {}

    /** Adds what is sent of a case that begins then. */
    void add(Instant begin, Disturbance.Plan plan) {
        for (Disturbance.Sent sent : plan.all()) {
            byte[] bytes = SyslogFrame.of(after(begin, sent.saysAt()), sent.host(), sent.program(), sent.message());
            frames.add(new Frame(after(begin, sent.sendAt()), bytes));
        }
    }

    static Instant after(Instant begin, double seconds) {
        return begin.plusNanos(Math.round(seconds * 1e9));
    }

    /** Returns when the last line went out. */
    void play(int syslogPort) throws IOException, InterruptedException {
        frames.sort(Comparator.comparing(Frame::sendAt));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), syslogPort);
                OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
            for (Frame frame : frames) {
                Duration wait = Duration.between(Instant.now(), frame.sendAt());
                if (wait.isPositive()) {
                    out.flush();
                    Thread.sleep(wait);
                }
                out.write(frame.bytes());
            }
        }
    }
}
