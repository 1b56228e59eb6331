package io.failsight.runtime.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What several machines log during one failover. Read from {@code demo/<name>.demo}: a comment that tells the story, then lines of seconds, host,
 * program and message, parted by {@code |}; the message may hold more of them. Immutable.
 *
 * @param name name of the demo
 * @param story what happens, for people
 * @param lines lines in order of time
 */
public record DemoScript(String name, String story, List<Line> lines) {
    /** All there are. */
    public static final List<String> NAMES =
            List.of("safekit-crash", "safekit-swap", "safekit-split-brain", "vip-failover");

    private static final int PARTS = 4;

    public DemoScript {
        lines = List.copyOf(lines);
    }

    /**
     * One line of a log.
     *
     * @param after since the beginning
     * @param host machine that logs it
     * @param program program with its process id in brackets
     * @param message the message
     */
    public record Line(Duration after, String host, String program, String message) {}

    /** The script of that name, if there is one. */
    public static Optional<DemoScript> named(String name) throws IOException {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        try (InputStream in = DemoScript.class.getResourceAsStream("/demo/" + name + ".demo")) {
            if (in == null) {
                throw new IOException("the demo " + name + " is not in this build");
            }
            return Optional.of(parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    static DemoScript parse(String name, String text) throws IOException {
        List<Line> lines = new ArrayList<>();
        String story = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("#")) {
                story = story.isEmpty() ? line.substring(1).strip() : story;
            } else if (!line.isBlank()) {
                lines.add(line(name, line));
            }
        }
        return new DemoScript(name, story, lines);
    }

    private static Line line(String name, String text) throws IOException {
        String[] parts = text.split(" \\| ", PARTS);
        if (parts.length != PARTS) {
            throw new IOException("demo " + name + ": not seconds | host | program | message: " + text);
        }
        return new Line(
                Duration.ofMillis(Math.round(Double.parseDouble(parts[0]) * 1_000)), parts[1], parts[2], parts[3]);
    }

    /** From the first line to the last. */
    public Duration length() {
        return lines.getLast().after();
    }
}
