package io.failsight.collector.clock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Grades the clocks of nodes, look by look, with hysteresis: a grade changes when two looks in a row say the same. A node's clock is what its
 * most certain source says. Not thread-safe.
 */
public final class ClockWatch {
    private final Map<String, Watched> nodes = new HashMap<>();
    private final Map<String, ClockGrade> remembered;

    private static final class Watched {
        private ClockGrade grade;
        private ClockGrade next;

        private Watched(ClockGrade grade) {
            this.grade = grade;
            this.next = grade;
        }
    }

    /**
     * A grade that changed.
     *
     * @param node whose clock it is
     * @param grade the new grade
     * @param estimate what it follows from
     */
    public record Change(String node, ClockGrade grade, ClockEstimate estimate) {}

    /** @param remembered grades that were told before a restart; what is missing is {@link ClockGrade#TOGETHER} */
    public ClockWatch(Map<String, ClockGrade> remembered) {
        this.remembered = Map.copyOf(remembered);
    }

    /** The more certain of two estimates. */
    public static ClockEstimate better(ClockEstimate one, ClockEstimate other) {
        return one.uncertaintyNanos() <= other.uncertaintyNanos() ? one : other;
    }

    /** Looks at all nodes that are known now; nodes that are no longer there are forgotten. */
    public List<Change> look(Map<String, ClockEstimate> estimates) {
        nodes.keySet().retainAll(estimates.keySet());
        List<Change> changes = new ArrayList<>();
        estimates.forEach((node, estimate) -> {
            if (estimate.isKnown()) {
                look(node, estimate).ifPresent(changes::add);
            }
        });
        return changes;
    }

    private Optional<Change> look(String node, ClockEstimate estimate) {
        Watched watched =
                nodes.computeIfAbsent(node, name -> new Watched(remembered.getOrDefault(name, ClockGrade.TOGETHER)));
        ClockGrade now = watched.grade.next(estimate.apartNanos());
        boolean confirmed = now == watched.next;
        watched.next = now;
        if (now == watched.grade || !confirmed) {
            return Optional.empty();
        }
        return Optional.of(new Change(node, now, estimate));
    }

    /** Notes that a change was told; until then it is given again at each look. */
    public void told(Change change) {
        Watched watched = nodes.get(change.node());
        if (watched != null) {
            watched.grade = change.grade();
        }
    }
}
