package io.failsight.it;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The lines of the demo {@code safekit-crash} for a cluster of its own, each said when it is asked for. Not thread-safe. */
final class WrittenCrash {
    private final String cluster;
    private final Teller teller;
    private final List<Line> lines = new ArrayList<>();
    private int said;

    /** A line, and when it was written; {@link Instant#MAX} before that. */
    private record Line(String host, String program, String pid, String message, Instant at) {}

    WrittenCrash(String cluster, int syslogPort) throws IOException {
        this.cluster = cluster;
        this.teller = new Teller(syslogPort);
        for (String line : Files.readAllLines(
                Home.path().resolve("appliance-image/runtime/src/main/resources/demo/safekit-crash.demo"))) {
            if (!line.startsWith("#")) {
                String[] parts = line.replace("demo-crash", cluster)
                        .replace("crash-north", north())
                        .replace("crash-south", south())
                        .split(" \\| ", 4);
                String program = parts[2];
                lines.add(new Line(
                        parts[1],
                        program.substring(0, program.indexOf('[')),
                        program.replaceAll("\\D", ""),
                        parts[3],
                        Instant.MAX));
            }
        }
    }

    String cluster() {
        return cluster;
    }

    /** The node that loses power. */
    String north() {
        return cluster + "-north";
    }

    /** The node that takes over. */
    String south() {
        return cluster + "-south";
    }

    int size() {
        return lines.size();
    }

    /** Says the next lines, up to the one of that host that ends so. */
    void sayUpTo(String host, String end) throws IOException, InterruptedException {
        boolean reached = false;
        while (!reached) {
            Line line = sayNext();
            reached = line.host().equals(host) && line.message().endsWith(end);
        }
    }

    void sayRest() throws IOException, InterruptedException {
        while (said < lines.size()) {
            sayNext();
        }
    }

    private Line sayNext() throws IOException, InterruptedException {
        Line line = lines.get(said);
        Instant at = teller.say(line.host(), line.program(), line.pid(), line.message());
        lines.set(said++, new Line(line.host(), line.program(), line.pid(), line.message(), at));
        return line;
    }

    /** When the line of that host that ends so was written. */
    Instant at(String host, String end) {
        return lines.stream()
                .filter(line -> line.host().equals(host) && line.message().endsWith(end))
                .findFirst()
                .orElseThrow()
                .at();
    }
}
