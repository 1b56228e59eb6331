package io.failsight.it.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the engine made of played failovers, with no name and no time of one in it, so that two can be compared. What depends on how well the clock of a sender is
 * known is left out: further causes, and calm lines before the fault; a collector that starts learns clocks anew, from lines that came late.
 */
final class FailoverTruth {
    private static final Duration TOLERANCE = Duration.ofSeconds(1);
    /** Instants that a line tells; the others lie between two lines. */
    private static final Set<String> EXACT = Set.of("detected", "decided", "restored", "redundant");

    private static final String LAST_LINE = "CLUSTER-south: Local state PRIM Ready";

    private final Parts parts;

    FailoverTruth(Parts parts) {
        this.parts = parts;
    }

    /**
     * What an incident says.
     *
     * @param words kind, causes, nodes, and the lines that prove it
     * @param instants since the first line
     */
    record Essence(List<String> words, Map<String, Moment> instants) {
        /** Says the same, and at the same instants as far as it claims to know them. */
        void assertSame(Essence other, String cluster) {
            assertEquals(words, other.words, cluster);
            assertEquals(instants.keySet(), other.instants.keySet(), cluster);
            instants.forEach((name, moment) -> assertTrue(
                    moment.isMaybe(other.instants.get(name)),
                    () -> cluster + ": " + name + " came " + other.instants.get(name) + " instead of " + moment));
        }
    }

    /**
     * An instant.
     *
     * @param since after the first line
     * @param uncertainty to both sides
     */
    record Moment(Duration since, Duration uncertainty) {
        private boolean isMaybe(@Nullable Moment other) {
            if (other == null) {
                return false;
            }
            Duration limit = TOLERANCE.plus(uncertainty).plus(other.uncertainty);
            return since.minus(other.since).abs().compareTo(limit) <= 0;
        }
    }

    /** Waits until the incident of a failover is over, and says what it says; there must be one alone. */
    Essence incident(PlayedFailover failover) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        JsonNode list = parts.get(path(failover));
        JsonNode incident = null;
        while (System.nanoTime() < deadline) {
            if (!list.path("incidents").isEmpty()) {
                incident = parts.get("/api/v1/incidents/"
                        + list.path("incidents").path(0).path("id").asText());
                Essence essence = essence(incident, failover);
                if (essence.instants.containsKey("redundant") && essence.words.contains(LAST_LINE)) {
                    assertEquals(1, list.path("incidents").size(), list::toPrettyString);
                    return essence;
                }
            }
            Thread.sleep(200);
            list = parts.get(path(failover));
        }
        throw new AssertionError("no finished incident of " + failover.cluster() + " after two minutes; there is "
                + (incident == null ? list : incident).toPrettyString());
    }

    private static String path(PlayedFailover failover) {
        return "/api/v1/incidents?state=all&size=20&cluster=" + failover.cluster();
    }

    private static Essence essence(JsonNode incident, PlayedFailover failover) {
        List<String> words = new ArrayList<>();
        words.add("kind " + incident.path("kind").asText());
        words.add("planned " + incident.path("planned").asText());
        incident.path("failedNodes").forEach(node -> words.add("failed " + node.asText()));
        words.add("serving " + incident.path("servingNode").asText());
        words.add("cause " + incident.path("causes").path(0).path("id").asText());
        List<String> evidence = new ArrayList<>();
        incident.path("evidence")
                .forEach(item -> evidence.add(
                        item.path("node").asText() + ": " + item.path("text").asText()));
        words.addAll(evidence.stream()
                .filter(line -> failover.isOfFailover(line))
                .distinct()
                .sorted()
                .toList());
        Map<String, Moment> instants = new TreeMap<>();
        incident.path("instants").fields().forEachRemaining(field -> {
            if (EXACT.contains(field.getKey()) && field.getValue().hasNonNull("time")) {
                Instant at = Instant.parse(field.getValue().path("time").asText());
                Duration uncertainty = Duration.ofMillis(
                        field.getValue().path("uncertaintyMillis").asLong());
                instants.put(field.getKey(), new Moment(Duration.between(failover.begun(), at), uncertainty));
            }
        });
        return new Essence(
                words.stream()
                        .map(word -> word.replace(failover.cluster(), "CLUSTER"))
                        .toList(),
                instants);
    }

    /** All signals in the engine's ledger by cluster, each as kind, subject, details and line. */
    static Map<String, List<String>> signals(Path ledger) throws SQLException, IOException {
        Map<String, List<String>> byCluster = new HashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT json FROM signals")) {
            while (rows.next()) {
                JsonNode signal = new ObjectMapper().readTree(rows.getString(1));
                String cluster = signal.path("subject").path("cluster").asText();
                String line = signal.path("kind").asText() + " " + signal.path("subject") + " " + signal.path("details")
                        + " " + signal.path("text").asText();
                byCluster
                        .computeIfAbsent(cluster, key -> new ArrayList<>())
                        .add(cluster.isEmpty() ? line : line.replace(cluster, "CLUSTER"));
            }
        }
        byCluster.values().forEach(list -> list.sort(String::compareTo));
        return byCluster;
    }
}
