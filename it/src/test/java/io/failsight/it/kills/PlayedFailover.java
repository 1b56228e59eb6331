package io.failsight.it.kills;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.it.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The lines of the demo {@code safekit-crash} for a cluster of its own, written into a followed file, one each {@link #PACE} with that very time. */
final class PlayedFailover {
    static final Duration PACE = Duration.ofMillis(500);
    /** Between the last calm line and the fault: so far apart that no doubt about a clock mixes them. */
    private static final Duration CALM = Duration.ofSeconds(6);

    private static final int CALM_LINES = 4;

    private final String cluster;
    private final List<Map<String, String>> lines = new ArrayList<>();
    private Instant begun = Instant.EPOCH;

    PlayedFailover(String cluster) throws IOException {
        this.cluster = cluster;
        for (String line : Files.readAllLines(
                Home.path().resolve("appliance-image/runtime/src/main/resources/demo/safekit-crash.demo"))) {
            if (!line.startsWith("#")) {
                String[] parts = line.replace("demo-crash", cluster)
                        .replace("crash-north", cluster + "-north")
                        .replace("crash-south", cluster + "-south")
                        .split(" \\| ", 4);
                String program = parts[2].substring(0, parts[2].indexOf('['));
                lines.add(Map.of("host", parts[1], "program", program, "message", parts[3]));
            }
        }
    }

    /** Writes all lines, each at its time. */
    void play(Path file) throws IOException, InterruptedException {
        begun = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(PACE);
        Instant at = begun;
        int said = 0;
        for (Map<String, String> line : lines) {
            Thread.sleep(Math.max(0, Duration.between(Instant.now(), at).toMillis()));
            Map<String, String> timed = new TreeMap<>(line);
            timed.put("@timestamp", at.toString());
            Files.writeString(
                    file,
                    new ObjectMapper().writeValueAsString(timed) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            said++;
            at = at.plus(said == CALM_LINES ? CALM : PACE);
        }
    }

    String cluster() {
        return cluster;
    }

    /** Whether a line of evidence, "node: text", is one from the fault on, and no calm one. */
    boolean isOfFailover(String evidence) {
        return lines.stream()
                .limit(CALM_LINES)
                .noneMatch(line -> evidence.startsWith(line.get("host") + ": ")
                        && String.valueOf(line.get("message"))
                                .endsWith(evidence.substring(evidence.indexOf(": ") + 2)));
    }

    /** Time of the first line. */
    Instant begun() {
        return begun;
    }
}
