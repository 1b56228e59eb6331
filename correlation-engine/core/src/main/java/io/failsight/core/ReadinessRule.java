package io.failsight.core;

import io.failsight.core.cluster.ClusterState.Readiness;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import io.failsight.core.view.ResourceView;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Would a failover work now? Pure. What keeps it from working comes first, then what only makes it risky. */
final class ReadinessRule {
    static final long CLOCK_WARNING_NANOS = 1_000_000_000L;
    static final long CLOCK_CRITICAL_NANOS = 5_000_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Settings that keep a failover from happening; others bite only after a reboot, or later. */
    private static final Set<String> BLOCKING = Set.of("failover-off", "failover", "maintenance");

    private final ClusterView view;
    private final List<String> blocking = new ArrayList<>();
    private final List<String> unclear = new ArrayList<>();
    private final List<String> risky = new ArrayList<>();

    private ReadinessRule(ClusterView view) {
        this.view = view;
    }

    static Readiness of(ClusterView view) {
        ReadinessRule rule = new ReadinessRule(view);
        rule.roles();
        view.nodes().forEach(rule::node);
        rule.clocks();
        rule.proof();
        List<String> reasons = new ArrayList<>(rule.blocking);
        reasons.addAll(rule.unclear);
        reasons.addAll(rule.risky);
        String verdict = !rule.blocking.isEmpty() ? "no" : rule.unclear.isEmpty() ? "yes" : "unknown";
        return new Readiness(verdict, reasons);
    }

    private void roles() {
        boolean known = view.nodes().stream().anyMatch(node -> node.role().role() != Role.UNKNOWN);
        if (!known) {
            unclear.add("No node of " + view.name() + " has said yet what it does.");
            return;
        }
        if (view.serving().isEmpty()) {
            blocking.add("No node serves.");
        }
        switch (StateReport.redundancy(view)) {
            case "lost" -> blocking.add("No node could take over: " + missing() + ".");
            case "syncing" -> blocking.add("The data are still being copied; until then nothing takes over.");
            case "out-of-sync" -> blocking.add("The copy of the data is not up to date.");
            default -> {}
        }
    }

    private String missing() {
        List<String> nodes = new ArrayList<>();
        for (NodeView node : view.nodes()) {
            if (!node.witness() && !node.role().role().serves()) {
                String word = node.role().productRole();
                String role = word.isEmpty() ? node.role().role().id() : word;
                nodes.add(node.name() + " is " + (role.equals("unknown") ? "not heard" : role));
            }
        }
        return nodes.isEmpty() ? "there is no second node" : String.join(", ", nodes);
    }

    private void node(NodeView node) {
        if (node.presence().silent()) {
            unclear.add(node.name() + " is silent: nobody knows how it is.");
        }
        for (ResourceView resource : node.resources()) {
            if (!resource.up()) {
                resource(node, resource);
            }
        }
    }

    private void resource(NodeView node, ResourceView resource) {
        String where = " on " + node.name();
        switch (resource.type()) {
            case ResourceView.CHECKER -> {
                String sentence = "The check " + resource.name() + where + " says no.";
                (node.role().role().serves() ? risky : blocking).add(sentence);
            }
            case ResourceView.HEARTBEAT -> risky.add("Heartbeat " + resource.name() + where + " is down.");
            case ResourceView.LICENCE ->
                risky.add("The licence" + where + " is missing or runs out: a demo stops every three days.");
            case ResourceView.SETTING -> {
                String sentence =
                        "The setting " + resource.name() + where + " would keep a failover from working fully.";
                (BLOCKING.contains(resource.name()) ? blocking : risky).add(sentence);
            }
            default -> {}
        }
    }

    private void clocks() {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        long blur = 0;
        for (NodeView node : view.nodes()) {
            Signal clock = node.clock();
            if (clock == null && node.clockApartNanos() == 0) {
                continue;
            }
            boolean stated = node.clockApartNanos() != 0;
            long offset = stated || clock == null ? node.clockApartNanos() : clock.clockOffsetNanos();
            blur += stated || clock == null ? 0 : clock.clockUncertaintyNanos();
            least = Math.min(least, offset);
            most = Math.max(most, offset);
        }
        if (most < least || most - least - blur < CLOCK_WARNING_NANOS) {
            return;
        }
        String apart = String.format(Locale.ROOT, "The clocks of its nodes are %.1f s apart.", (most - least) / 1e9);
        (most - least - blur >= CLOCK_CRITICAL_NANOS ? blocking : risky).add(apart);
    }

    private void proof() {
        Timed proven = view.proven();
        if (proven == null) {
            risky.add("No failover was seen yet: it is not proven that one works.");
            return;
        }
        Instant when = Instant.ofEpochSecond(proven.at() / NANOS_PER_SECOND);
        risky.add("The last takeover that was seen worked: " + when + ".");
    }
}
