package io.failsight.it.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/**
 * RFC 5424 lines as a fleet of Linux machines sends them, 242 bytes on average; the same for the same count. Each line ends with its
 * number, so no two are alike.
 */
final class SyslogCorpus {
    private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    private static final String[] USERS = {"operator", "backup", "root", "svc-video", "monitor", "deploy"};
    private static final String[] UNITS = {"nginx", "postgresql", "media-storage", "geo-service", "alarm-processing"};

    private SyslogCorpus() {}

    /** Writes the lines, each ending with LF, unless the file is there already. */
    static Path write(Path folder, int lines) throws IOException {
        Path file = folder.resolve("syslog-" + lines + ".log");
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(folder);
        Path draft = folder.resolve("syslog-" + lines + ".draft");
        Random random = new Random(5424);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 20)) {
            for (int i = 0; i < lines; i++) {
                out.write(line(random, i).getBytes(StandardCharsets.US_ASCII));
            }
        }
        return Files.move(draft, file);
    }

    private static String line(Random random, int number) {
        Instant time = START.plus(number * 37L, ChronoUnit.MICROS);
        String host = "node-" + (1 + random.nextInt(12)) + ".site-" + (random.nextBoolean() ? "north" : "south");
        String user = USERS[random.nextInt(USERS.length)];
        String unit = UNITS[random.nextInt(UNITS.length)];
        String address = "192.0.2." + (1 + random.nextInt(250));
        int pid = 300 + random.nextInt(30_000);
        String tail = " request=" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong())
                + " shard=" + random.nextInt(64) + " elapsed=" + random.nextInt(5_000) + "us n=" + number;
        return switch (random.nextInt(5)) {
            case 0 ->
                head(86, time, host, "sshd", pid) + "Accepted publickey for " + user + " from " + address + " port "
                        + (1_024 + random.nextInt(60_000)) + " ssh2: ED25519 SHA256:"
                        + Long.toHexString(random.nextLong())
                        + Long.toHexString(random.nextLong()) + " session opened" + tail + "\n";
            case 1 ->
                head(30, time, host, "systemd", 1) + "Started " + unit + ".service - " + unit
                        + " of the recording backbone, after a restart that was asked for by the operator." + tail
                        + "\n";
            case 2 ->
                head(4, time, host, "kernel", 0) + "[" + (number / 1_000) + "." + (100_000 + number % 900_000)
                        + "] nfs: server " + address + " not responding, still trying; the volume is mounted soft"
                        + tail
                        + "\n";
            default ->
                head(134, time, host, unit, pid) + "camera " + (1 + random.nextInt(4_000)) + " of user " + user
                        + " delivered a frame late from " + address + ": buffer at " + random.nextInt(100)
                        + " percent, stream kept" + tail + "\n";
        };
    }

    private static String head(int priority, Instant time, String host, String program, int pid) {
        return "<" + priority + ">1 " + time + " " + host + " " + program + " " + (pid == 0 ? "-" : pid) + " - - ";
    }
}
