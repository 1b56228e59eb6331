package io.failsight.it.bench.correlate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Real log lines in which nothing fails over, sent by the nodes of healthy clusters: system logs with restarts of services and machines in them,
 * as they lie in a folder, again and again until there are enough. No incident may come of them. Not thread-safe.
 */
final class CalmLines {
    /** Clusters whose nodes send them; the first half SafeKit, the other keepalived. */
    static final List<String> CLUSTERS = List.of("calm1", "calm2", "calm3", "calm4");

    private static final int MAX_LINE = 4_000;
    /** What stands before the program in a line of syslogd: time and host. */
    private static final Pattern SYSLOG =
            Pattern.compile("[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\S+ ([^\\s\\[:]+(?:\\[\\d+])?): ?(.*)");

    private static final List<String> SAFEKIT =
            List.of("calm | heart | Local state PRIM Ready", "calm | heart | Local state SECOND Ready");
    private static final List<String> KEEPALIVED =
            List.of("(VI_1) Entering MASTER STATE", "(VI_1) Entering BACKUP STATE");

    private final List<String> lines = new ArrayList<>();
    private long sent;

    /** @param folder log files, of any depth; what is not text is left out */
    CalmLines(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (file.toString().endsWith(".log")) {
                    read(file);
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("the calm lines of " + folder + " cannot be read: " + e.getCause(), e);
        }
        if (lines.isEmpty()) {
            throw new IOException("no *.log with text in " + folder + ": name another folder with --calm");
        }
    }

    private void read(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        text.lines()
                .filter(line -> !line.isBlank() && line.length() <= MAX_LINE)
                .forEach(line -> lines.add(line));
    }

    /** How many different lines there are. */
    int different() {
        return lines.size();
    }

    /** Sends so many, as fast as the appliance takes them; the healthy states of the clusters first. */
    void send(int syslogPort, int count) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), syslogPort);
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16)) {
            for (int cluster = 0; cluster < CLUSTERS.size(); cluster++) {
                boolean safeKit = cluster < CLUSTERS.size() / 2;
                List<String> healthy = safeKit ? SAFEKIT : KEEPALIVED;
                String tag = safeKit ? "safekit[2001]" : "Keepalived_vrrp[2001]";
                write(out, CLUSTERS.get(cluster) + "-a", tag, healthy.get(0));
                write(out, CLUSTERS.get(cluster) + "-b", tag, healthy.get(1));
            }
            for (int i = 0; i < count; i++) {
                String host = CLUSTERS.get(i % CLUSTERS.size()) + (i / CLUSTERS.size() % 2 == 0 ? "-a" : "-b");
                String line = lines.get(i / (2 * CLUSTERS.size()) % lines.size());
                Matcher syslog = SYSLOG.matcher(line);
                boolean matches = syslog.matches();
                write(out, host, matches ? syslog.group(1) : "application", matches ? syslog.group(2) : line);
            }
        }
    }

    /** How many lines went out. */
    long sent() {
        return sent;
    }

    private void write(OutputStream out, String host, String tag, String message) throws IOException {
        out.write(SyslogFrame.of(Instant.now(), host, tag, message));
        sent++;
    }
}
