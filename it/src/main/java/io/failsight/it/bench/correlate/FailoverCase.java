package io.failsight.it.bench.correlate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A failover with known truth: what two nodes log in it, and what must come of it. Seconds count from the beginning of the case.
 *
 * @param name what happens, and the variant
 * @param cluster cluster in failsight.yaml; its nodes are this with {@code -a} and {@code -b} behind
 * @param kinds kinds of incident that are right; none when nothing fails
 * @param planned whether people asked for it
 * @param causes first causes that are right
 * @param truth seconds of the instants that are known: fault, restored, redundant
 * @param lines what is logged
 * @param quiet when a node is dead and says nothing at all
 */
record FailoverCase(
        String name,
        String cluster,
        Set<String> kinds,
        boolean planned,
        Set<String> causes,
        Map<String, Double> truth,
        List<Line> lines,
        List<Quiet> quiet) {

    /**
     * A time in which a node is dead.
     *
     * @param node 0 is a, 1 is b
     * @param from seconds
     * @param to seconds
     */
    record Quiet(int node, double from, double to) {}

    /** Whether nothing fails in it, so that no incident is right. */
    boolean isCalm() {
        return kinds.isEmpty();
    }

    /** Whether the node could say anything then. */
    boolean speaks(int node, double at) {
        return quiet.stream().noneMatch(each -> each.node() == node && at >= each.from() && at < each.to());
    }

    /**
     * One line of a node's log.
     *
     * @param at seconds
     * @param node 0 is a, 1 is b
     * @param program program with process id
     * @param message the message
     */
    record Line(double at, int node, String program, String message) {}

    /** What is right about it, with instants as they are on the clock. */
    Map<String, Object> toMap(Instant begin, int evidence) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("cluster", cluster);
        map.put("kinds", kinds);
        map.put("planned", planned);
        map.put("causes", causes);
        map.put("evidence", evidence);
        map.put("begin", begin.toString());
        map.put("truth", truth);
        return map;
    }

    /** Seconds from the first line to the last. */
    double length() {
        return lines.getLast().at();
    }

    /** Collects a case line by line. Not thread-safe. */
    static final class Builder {
        private final String name;
        private final String cluster;
        private final String program;
        private final String prefix;
        private final List<Line> lines = new ArrayList<>();
        private final Map<String, Double> truth = new TreeMap<>();
        private final List<Quiet> quiet = new ArrayList<>();

        /**
         * A case of one product.
         *
         * @param program program that logs, with a process id
         * @param prefix begin of each message
         */
        Builder(String name, String cluster, String program, String prefix) {
            this.name = name;
            this.cluster = cluster;
            this.program = program;
            this.prefix = prefix;
        }

        Builder say(double at, int node, String message) {
            lines.add(new Line(at, node, program, prefix + message));
            return this;
        }

        Builder sayAs(String other, double at, int node, String message) {
            lines.add(new Line(at, node, other, message));
            return this;
        }

        Builder dead(int node, double from, double to) {
            quiet.add(new Quiet(node, from, to));
            return this;
        }

        Builder truth(String instant, double at) {
            truth.put(instant, at);
            return this;
        }

        FailoverCase expectNothing() {
            return expect(Set.of(), false, Set.of());
        }

        FailoverCase expect(Set<String> kinds, boolean planned, Set<String> causes) {
            lines.sort(java.util.Comparator.comparingDouble(Line::at));
            return new FailoverCase(
                    name, cluster, kinds, planned, causes, Map.copyOf(truth), List.copyOf(lines), List.copyOf(quiet));
        }
    }
}
