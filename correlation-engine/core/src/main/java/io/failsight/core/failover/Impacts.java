package io.failsight.core.failover;

import io.failsight.core.timeline.Timed;
import io.failsight.core.view.About;
import io.failsight.core.view.Actions;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import io.failsight.core.view.RoleView;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import org.jspecify.annotations.Nullable;

/** What a signal is for an incident, given the cluster before and after it. The same for all products; pure. */
final class Impacts {
    private static final long COMING_UP_NANOS = 30_000_000_000L;

    private Impacts() {}

    static Impact of(Timed timed, ClusterView before, ClusterView after) {
        Signal signal = timed.signal();
        NodeView node = before.node(About.node(signal, before));
        return switch (signal.kind()) {
            case HEARTBEAT_LOST -> heartbeatLost(signal, node, before, after);
            case NODE_DOWN, FENCED -> away(node) ? Impact.EVIDENCE : Impact.FAULT;
            case ROLE_CHANGED -> role(timed, node, before);
            case COMPONENT_DOWN, CHECKER_DOWN -> part(signal, node, after);
            case FAILOVER_DECIDED -> decided(signal, node);
            case PLANNED_STARTED -> planned(signal, node);
            case SYSTEM_STOPPING ->
                node != null && node.takesPart() && !node.presence().leaving() ? Impact.PLANNED : Impact.EVIDENCE;
            case LEADER_LOST, SPLIT_BRAIN, GAVE_UP -> Impact.FAULT;
            case HEARTBEAT_RESTORED,
                    NODE_UP,
                    LEADER_ELECTED,
                    ADDRESS_MOVED,
                    ADDRESS_RELEASED,
                    COMPONENT_UP,
                    COMPONENT_RESTARTED,
                    CHECKER_UP,
                    REPLICATION_STOPPED,
                    REPLICATION_STARTED,
                    REPLICATION_IN_SYNC,
                    REPLICATION_DEGRADED,
                    DATA_GAP,
                    DATA_BACKFILLED,
                    PLANNED_FINISHED,
                    SPLIT_BRAIN_RESOLVED,
                    SYSTEM_STARTED,
                    SOURCE_SILENT -> Impact.EVIDENCE;
            case LOAD_REBALANCED, CLOCK_APART, RESOURCE_SHORT, LICENCE_MISSING, SOURCE_SPEAKING, CLIENT_RECONNECTED ->
                Impact.CONTEXT;
            case CLOCK_TOGETHER, RESOURCE_RELIEVED, LICENCE_EXPIRING, READINESS_RISK -> Impact.NONE;
        };
    }

    /** Whether it is stopped, stopped on purpose, or not up yet, so that nobody needs to hear it. */
    private static boolean away(@Nullable NodeView node) {
        return node != null
                && (node.role().role() == Role.STOPPED
                        || node.presence().leaving()
                        || node.presence().starting());
    }

    private static boolean idle(@Nullable NodeView node) {
        return away(node) || node != null && node.role().role() == Role.WAITING;
    }

    private static boolean takesPart(@Nullable NodeView node) {
        return node != null && node.takesPart();
    }

    private static Impact heartbeatLost(Signal signal, @Nullable NodeView lost, ClusterView before, ClusterView after) {
        NodeView listener = before.node(About.speaker(signal));
        if (away(lost) || idle(listener)) {
            return Impact.EVIDENCE;
        }
        NodeView now = after.node(About.node(signal, before));
        return now != null && now.presence().unheard() ? Impact.FAULT : Impact.EVIDENCE;
    }

    private static Impact role(Timed timed, @Nullable NodeView node, ClusterView before) {
        Signal signal = timed.signal();
        Role now = Role.ofId(signal.detail(Signal.ROLE)).orElse(Role.UNKNOWN);
        if (!About.own(signal)) {
            return otherRole(signal, now, node, before);
        }
        if (node == null || node.presence().starting()) {
            return Impact.EVIDENCE;
        }
        Role old = node.role().role();
        if (old == Role.UNKNOWN) {
            boolean standsIn = now == Role.ALONE && otherServes(before, node.name());
            return standsIn ? Impact.FAULT : Impact.EVIDENCE;
        }
        return switch (now) {
            case PRIMARY, ALONE -> serving(timed, node, now, before);
            case SECONDARY -> old.serves() ? Impact.FAULT : Impact.EVIDENCE;
            case WAITING, STOPPED -> node.takesPart() && !node.presence().leaving() ? Impact.FAULT : Impact.EVIDENCE;
            case UNKNOWN -> Impact.EVIDENCE;
        };
    }

    /** A standby that was one for a while followed somebody; one that has just become one may be the first to come up. */
    private static Impact serving(Timed timed, NodeView node, Role now, ClusterView before) {
        Signal signal = timed.signal();
        Role old = node.role().role();
        boolean followed =
                otherServes(before, node.name()) || timed.at() - node.role().since() > COMING_UP_NANOS;
        boolean takesOver = old == Role.SECONDARY && followed;
        boolean losesPartner = old == Role.PRIMARY && now == Role.ALONE;
        boolean falters = old == now
                && node.role().isReady()
                && signal.detail(Signal.STATE).equals(RoleView.NOT_READY);
        return takesOver || losesPartner || falters ? Impact.FAULT : Impact.EVIDENCE;
    }

    private static Impact otherRole(Signal signal, Role now, @Nullable NodeView node, ClusterView before) {
        if (now.serves() || now == Role.SECONDARY || away(node)) {
            return Impact.EVIDENCE;
        }
        NodeView listener = before.node(About.speaker(signal));
        boolean known = takesPart(node) || now == Role.UNKNOWN && takesPart(listener) && !takesPartNot(node);
        return known && !idle(listener) ? Impact.FAULT : Impact.EVIDENCE;
    }

    private static boolean takesPartNot(@Nullable NodeView node) {
        return node != null
                && (node.role().role() == Role.WAITING || node.presence().unheard());
    }

    private static boolean otherServes(ClusterView view, String node) {
        return view.nodes().stream()
                .anyMatch(each -> each.serves() && !each.name().equals(node));
    }

    private static Impact part(Signal signal, @Nullable NodeView node, ClusterView after) {
        if (!Health.ofProduct(after, signal)) {
            return Impact.CONTEXT;
        }
        return idle(node) ? Impact.EVIDENCE : Impact.FAULT;
    }

    private static Impact decided(Signal signal, @Nullable NodeView node) {
        String action = signal.detail(Signal.ACTION);
        if (Actions.starts(signal) || action.isEmpty() || idle(node)) {
            return Impact.EVIDENCE;
        }
        if (action.equals("swap")) {
            return Impact.PLANNED;
        }
        if (takesPart(node)) {
            return action.equals("alone") && node.role().role() == Role.ALONE ? Impact.EVIDENCE : Impact.FAULT;
        }
        boolean ofStart = signal.detail(Signal.RULE).equals("notuptodate_server") || action.equals("yield");
        return ofStart ? Impact.EVIDENCE : Impact.FAULT;
    }

    private static Impact planned(Signal signal, @Nullable NodeView node) {
        if (!Actions.leaves(signal)) {
            return Impact.EVIDENCE;
        }
        boolean still = away(node) && !node.presence().starting();
        return still ? Impact.EVIDENCE : Impact.PLANNED;
    }
}
