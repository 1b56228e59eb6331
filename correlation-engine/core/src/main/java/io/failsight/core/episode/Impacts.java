package io.failsight.core.episode;

import io.failsight.core.failover.Rules;
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
public final class Impacts {
    private static final long COMING_UP_NANOS = 30_000_000_000L;
    /** A stronger node that comes back waits for three advertisements and the skew time, then takes the role from one that lives. */
    private static final long PREEMPTING_NANOS = 6_000_000_000L;

    private Impacts() {}

    public static Impact of(Timed timed, ClusterView before, ClusterView after) {
        Signal signal = timed.signal();
        NodeView node = before.node(About.node(signal, before));
        return switch (signal.kind()) {
            case HEARTBEAT_LOST -> heartbeatLost(timed, node, before, after);
            case NODE_DOWN, FENCED -> nodeDown(timed, node, before);
            case ROLE_CHANGED -> role(timed, node, before);
            case COMPONENT_DOWN, CHECKER_DOWN -> part(timed, node, after);
            case FAILOVER_DECIDED -> decided(timed, node, before);
            case PLANNED_STARTED -> planned(timed, node, before);
            case SYSTEM_STOPPING ->
                node != null && node.takesPart() && !node.presence().leaving() ? Impact.PLANNED : Impact.EVIDENCE;
            case ADDRESS_MOVED -> address(timed, node, before, after);
            case ADDRESS_RELEASED -> released(timed, node, before, after);
            case LEADER_LOST, SPLIT_BRAIN, GAVE_UP -> Impact.FAULT;
            case HEARTBEAT_RESTORED,
                    NODE_UP,
                    LEADER_ELECTED,
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
                    SOURCE_SILENT,
                    ENTRIES_MISSING -> Impact.EVIDENCE;
            case LOAD_REBALANCED, CLOCK_APART, RESOURCE_SHORT, LICENCE_MISSING, SOURCE_SPEAKING, CLIENT_RECONNECTED ->
                Impact.CONTEXT;
            case CLOCK_TOGETHER, RESOURCE_RELIEVED, LICENCE_EXPIRING, READINESS_RISK -> Impact.NONE;
        };
    }

    /** Whether it is stopped, stopped on purpose, or not up yet, so that nobody needs to hear it. */
    private static boolean away(@Nullable NodeView node, long at, ClusterView view) {
        return node != null
                && (node.role().role() == Role.STOPPED || node.presence().leaving() || isStarting(node, at, view));
    }

    /** Whether it still comes up; one whose product needs seconds for that and says no role has lost a line. */
    private static boolean isStarting(NodeView node, long at, ClusterView before) {
        if (!Rules.of(before.product()).roleIsDecision()) {
            return node.presence().isStarting(at);
        }
        long cameUp = node.presence().cameUp();
        return cameUp != 0 && at - cameUp <= PREEMPTING_NANOS && node.role().role() == Role.UNKNOWN;
    }

    private static boolean idle(@Nullable NodeView node, long at, ClusterView view) {
        return away(node, at, view) || node != null && node.role().role() == Role.WAITING;
    }

    private static boolean takesPart(@Nullable NodeView node) {
        return node != null && node.takesPart();
    }

    private static Impact nodeDown(Timed timed, @Nullable NodeView node, ClusterView before) {
        boolean hearsay = node != null && before.isHearsay(timed.signal(), node.name());
        return hearsay || away(node, timed.at(), before) ? Impact.EVIDENCE : Impact.FAULT;
    }

    private static Impact heartbeatLost(Timed timed, @Nullable NodeView lost, ClusterView before, ClusterView after) {
        Signal signal = timed.signal();
        NodeView listener = before.node(About.speaker(signal));
        boolean needed = lost != null && lost.takesPart();
        if (away(lost, timed.at(), before) || idle(listener, timed.at(), before) && !needed) {
            return Impact.EVIDENCE;
        }
        NodeView now = after.node(About.node(signal, before));
        return now != null && now.presence().unheard() ? Impact.FAULT : Impact.EVIDENCE;
    }

    /** An address that goes to a standby goes there because the one that had it is gone. */
    private static Impact address(Timed timed, @Nullable NodeView node, ClusterView before, ClusterView after) {
        NodeView now = after.node(About.node(timed.signal(), before));
        boolean served = node != null && node.role().role().serves();
        boolean serves = now != null && now.serves() && !electing(timed, node, before);
        return node != null && serves && !served && followed(timed, node, before) ? Impact.FAULT : Impact.EVIDENCE;
    }

    /** Whether all who take part have just come up and find out who serves: the weaker one may do so for a moment. */
    private static boolean electing(Timed timed, @Nullable NodeView self, ClusterView before) {
        return self != null
                && self.presence().isElecting(timed.at())
                && isElection(timed, self)
                && before.nodes().stream()
                        .filter(NodeView::takesPart)
                        .allMatch(each -> each.presence().isElecting(timed.at()));
    }

    /** Whether one that has just become a standby goes on to serve, or one that serves gives way to a stronger one. */
    private static boolean isElection(Timed timed, NodeView self) {
        boolean fresh = timed.at() - self.role().since() <= PREEMPTING_NANOS;
        return switch (timed.kind()) {
            case ROLE_CHANGED -> {
                Role now = Role.ofId(timed.signal().detail(Signal.ROLE)).orElse(Role.UNKNOWN);
                yield now.serves() && fresh || now == Role.SECONDARY;
            }
            case FAILOVER_DECIDED ->
                fresh || timed.signal().detail(Signal.REASON).contains("higher");
            case ADDRESS_MOVED -> fresh;
            default -> false;
        };
    }

    /** A node that served and gave its address up without a word about why. */
    private static Impact released(Timed timed, @Nullable NodeView node, ClusterView before, ClusterView after) {
        NodeView now = after.node(About.node(timed.signal(), before));
        boolean took = node != null && node.takesPart() && !node.presence().leaving();
        return took && now != null && !now.takesPart() ? Impact.FAULT : Impact.EVIDENCE;
    }

    private static Impact role(Timed timed, @Nullable NodeView node, ClusterView before) {
        Signal signal = timed.signal();
        Role now = Role.ofId(signal.detail(Signal.ROLE)).orElse(Role.UNKNOWN);
        if (!About.own(signal)) {
            return otherRole(timed, now, node, before);
        }
        if (node == null || isStarting(node, timed.at(), before) || electing(timed, node, before)) {
            return Impact.EVIDENCE;
        }
        Role old = node.role().role();
        if (old == Role.UNKNOWN) {
            boolean standsIn = now.serves() && otherServes(before, node.name());
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
    private static boolean followed(Timed timed, NodeView node, ClusterView before) {
        if (otherServes(before, node.name())) {
            return true;
        }
        long alone = Rules.of(before.product()).roleIsDecision() ? PREEMPTING_NANOS : COMING_UP_NANOS;
        return node.role().role() != Role.UNKNOWN && timed.at() - node.role().since() > alone;
    }

    private static Impact serving(Timed timed, NodeView node, Role now, ClusterView before) {
        Signal signal = timed.signal();
        Role old = node.role().role();
        boolean takesOver = old == Role.SECONDARY && followed(timed, node, before);
        boolean losesPartner = old == Role.PRIMARY && now == Role.ALONE;
        boolean falters = old == now
                && node.role().isReady()
                && signal.detail(Signal.STATE).equals(RoleView.NOT_READY);
        return takesOver || losesPartner || falters ? Impact.FAULT : Impact.EVIDENCE;
    }

    private static Impact otherRole(Timed timed, Role now, @Nullable NodeView node, ClusterView before) {
        if (now.serves() || now == Role.SECONDARY || away(node, timed.at(), before)) {
            return Impact.EVIDENCE;
        }
        NodeView listener = before.node(About.speaker(timed.signal()));
        boolean known = takesPart(node) || now == Role.UNKNOWN && takesPart(listener) && !takesPartNot(node);
        return known && (takesPart(node) || !idle(listener, timed.at(), before)) ? Impact.FAULT : Impact.EVIDENCE;
    }

    private static boolean takesPartNot(@Nullable NodeView node) {
        return node != null
                && (node.role().role() == Role.WAITING || node.presence().unheard());
    }

    private static boolean otherServes(ClusterView view, String node) {
        for (NodeView each : view.nodes()) {
            if (each.serves() && !each.name().equals(node)) {
                return true;
            }
        }
        return false;
    }

    private static Impact part(Timed timed, @Nullable NodeView node, ClusterView after) {
        if (!Health.ofProduct(after, timed.signal())) {
            return Impact.CONTEXT;
        }
        return idle(node, timed.at(), after) ? Impact.EVIDENCE : Impact.FAULT;
    }

    private static Impact decided(Timed timed, @Nullable NodeView node, ClusterView before) {
        Signal signal = timed.signal();
        String action = Actions.of(signal);
        if (Actions.starts(signal) || action.isEmpty()) {
            return Impact.EVIDENCE;
        }
        boolean inherits = action.equals("alone") && node != null && otherServes(before, node.name());
        boolean elects = Actions.yields(signal) || action.equals("master");
        if (idle(node, timed.at(), before) && !inherits || elects && electing(timed, node, before)) {
            return Impact.EVIDENCE;
        }
        if (action.equals("swap")) {
            return Impact.PLANNED;
        }
        if (node != null && action.equals("master")) {
            boolean missedIts = timed.at() - node.role().since() > PREEMPTING_NANOS && followed(timed, node, before);
            boolean preempts = before.hearsWeaker(node.name(), timed.at());
            boolean unknown = node.role().role() == Role.UNKNOWN && otherServes(before, node.name());
            boolean standby = node.role().role() == Role.SECONDARY && (missedIts || preempts);
            return standby || unknown && !isStarting(node, timed.at(), before) ? Impact.FAULT : Impact.EVIDENCE;
        }
        if (node != null && node.takesPart()) {
            return Actions.serves(signal) && node.role().role() == Role.ALONE ? Impact.EVIDENCE : Impact.FAULT;
        }
        boolean ofStart = signal.detail(Signal.RULE).equals("notuptodate_server")
                || Actions.yields(signal)
                || action.equals("master");
        return ofStart ? Impact.EVIDENCE : Impact.FAULT;
    }

    private static Impact planned(Timed timed, @Nullable NodeView node, ClusterView before) {
        if (!Actions.leaves(timed.signal())) {
            return Impact.EVIDENCE;
        }
        boolean starting = node != null && node.presence().isStarting(timed.at());
        return away(node, timed.at(), before) && !starting ? Impact.EVIDENCE : Impact.PLANNED;
    }
}
