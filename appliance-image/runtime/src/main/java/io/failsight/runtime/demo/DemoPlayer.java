package io.failsight.runtime.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Sends a script to the syslog door as its machines would: RFC 5424 over TCP with octet counting. Faster than real, the failover lies in the
 * past: it ends when the last line is sent, and all durations in it are as in reality. Not thread-safe.
 */
public final class DemoPlayer {
    private static final int PRIORITY = 30; // daemon, informational
    private static final int FASTEST = 1_000;

    private final int syslogPort;
    private final InstantSource clock;
    private final Consumer<String> shown;

    /**
     * A player.
     *
     * @param syslogPort TCP port of the syslog door on loopback
     * @param shown takes each line as it is sent, for people
     */
    public DemoPlayer(int syslogPort, InstantSource clock, Consumer<String> shown) {
        this.syslogPort = syslogPort;
        this.clock = clock;
        this.shown = shown;
    }

    /**
     * Plays it; returns when the last line was sent.
     *
     * @param speed 1 is real time, 10 ten times as fast; at most 1,000
     * @throws IOException when the door cannot be reached
     */
    public void play(DemoScript script, double speed) throws IOException, InterruptedException {
        if (!(speed > 0) || speed > FASTEST) {
            throw new IllegalArgumentException("speed must be above 0 and at most " + FASTEST + ", was " + speed);
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), syslogPort)) {
            OutputStream out = socket.getOutputStream();
            Instant begin = clock.instant();
            Instant told = begin.plus(shrunk(script.length(), speed)).minus(script.length());
            for (DemoScript.Line line : script.lines()) {
                Duration wait = Duration.between(clock.instant(), begin.plus(shrunk(line.after(), speed)));
                if (wait.isPositive()) {
                    Thread.sleep(wait);
                }
                Instant time = told.plus(line.after()).truncatedTo(ChronoUnit.MICROS);
                out.write(frame(line, time).getBytes(StandardCharsets.UTF_8));
                out.flush();
                shown.accept(time + "  " + line.host() + "  " + line.message());
            }
        }
    }

    private static Duration shrunk(Duration real, double speed) {
        return Duration.ofNanos(Math.round(real.toNanos() / speed));
    }

    private static String frame(DemoScript.Line line, Instant time) {
        int bracket = line.program().indexOf('[');
        String program = bracket < 0 ? line.program() : line.program().substring(0, bracket);
        String pid = bracket < 0
                ? "-"
                : line.program().substring(bracket + 1, line.program().length() - 1);
        String message = "<" + PRIORITY + ">1 " + time + " " + line.host() + " " + program + " " + pid + " - - "
                + line.message();
        return message.getBytes(StandardCharsets.UTF_8).length + " " + message;
    }
}
