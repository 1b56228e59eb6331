package io.failsight.core.failover;

import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.IncidentState;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.About;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import io.failsight.core.view.ResourceView;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.util.Set;

/**
 * Evidian SafeKit mirror modules, which MOBOTIX HUB and Milestone XProtect Management Server Failover are. Source: SafeKit 8.2 User's Guide: pulse 700 ms,
 * time-out 30,000 ms, detector sequences of the Log Messages Index. A node that failed is started by hand.
 */
final class SafeKitRule implements FailoverRule {
    /** The last pulse was at most 700 ms old when the node broke, and its time-out of 30 s starts with it. */
    private static final Span HEARTBEAT = Span.ofMillis(29_300, 30_000);
    /** Without the heartbeat's own line: the decision follows it within a second. */
    private static final Span DECISION = Span.ofMillis(29_300, 31_000);
    /** Ready is said when the services are up, which takes from a second to a minute. */
    private static final Span READY = Span.ofMillis(30_000, 90_000);
    /** An orderly stop is told to the partner after the services are down. */
    private static final Span GOOD_BYE = Span.ofMillis(0, 20_000);

    private static final Span TAKEOVER = Span.ofMillis(0, 60_000);

    @Override
    public Set<String> products() {
        return Set.of("safekit", "mobotix-hub", "xprotect-management-server");
    }

    @Override
    public String displayName() {
        return "SafeKit";
    }

    @Override
    public ClusterView ofRole(ClusterView view, Role before, String node, Timed timed) {
        NodeView self = view.node(node);
        if (self == null || !About.own(timed.signal())) {
            return view;
        }
        String partner = view.partnerOf(node);
        return switch (self.role().role()) {
            case PRIMARY -> self.role().isReady() ? withSecond(working(view, node, timed), partner, timed) : view;
            case SECONDARY -> self.role().isReady() ? withPrimary(working(view, node, timed), partner, timed) : view;
            case ALONE -> withoutSecond(view.mended(node, ResourceView.CHECKER, timed), partner, timed);
            case WAITING, STOPPED, UNKNOWN -> view;
        };
    }

    /** In these roles checkers are up, or the node would wait, and the partner is heard. */
    private static ClusterView working(ClusterView view, String node, Timed timed) {
        return view.mended(node, ResourceView.CHECKER, timed).mended(node, ResourceView.HEARTBEAT, timed);
    }

    /** PRIM means that the partner is SECOND; whether it is up to date yet, the partner says. */
    private static ClusterView withSecond(ClusterView view, String partner, Timed timed) {
        NodeView other = view.node(partner);
        boolean second = other != null
                && other.role().role() == Role.SECONDARY
                && !other.presence().unheard();
        if (partner.isEmpty() || second) {
            return view;
        }
        boolean joining = view.syncing() || other != null && isJoining(other, timed);
        return view.implied(partner, Role.SECONDARY, joining ? "transient" : "", timed);
    }

    private static boolean isJoining(NodeView node, Timed timed) {
        long started = node.presence().startedAt();
        boolean synced = node.resources().stream()
                .anyMatch(each -> each.type().equals(ResourceView.REPLICATION)
                        && each.up()
                        && each.since().at() >= started);
        return node.presence().isStarting(timed.at()) && !synced;
    }

    private static ClusterView withPrimary(ClusterView view, String partner, Timed timed) {
        NodeView other = view.node(partner);
        boolean serves = other != null && other.role().role().serves();
        return partner.isEmpty() || serves ? view : view.implied(partner, Role.PRIMARY, "", timed);
    }

    private static ClusterView withoutSecond(ClusterView view, String partner, Timed timed) {
        NodeView other = view.node(partner);
        boolean paired = other != null
                && (other.role().role() == Role.PRIMARY || other.role().role() == Role.SECONDARY);
        return paired ? view.gone(partner, timed) : view;
    }

    @Override
    public Span silenceBefore(Timed noticed) {
        Signal signal = noticed.signal();
        if (signal.kind() == SignalKind.HEARTBEAT_LOST) {
            return HEARTBEAT;
        }
        if (signal.detail(Signal.REASON).contains("stop")) {
            return GOOD_BYE;
        }
        boolean ready = signal.kind() == SignalKind.ROLE_CHANGED && About.own(signal);
        return ready ? READY : DECISION;
    }

    @Override
    public Span checkBefore(Timed noticed) {
        return noticed.kind() == SignalKind.ROLE_CHANGED ? GOOD_BYE : new Span(0, 0);
    }

    @Override
    public Span takeover() {
        return TAKEOVER;
    }

    @Override
    public String nextStep(Story story) {
        String module = " -m " + story.cluster();
        if (story.state() == IncidentState.RESTORED || story.state() == IncidentState.CLOSED) {
            return story.isRestored() ? "" : "Check both nodes: safekit state" + module + ".";
        }
        if (story.kind() == IncidentKind.SPLIT_BRAIN) {
            return "Both nodes served and their data went apart. Decide which node has the right data, stop the other"
                    + " one (safekit stop" + module
                    + "), mend the network between them, then start it as secondary: safekit second"
                    + module + ".";
        }
        if (story.state() == IncidentState.DOWN) {
            return down(story, module);
        }
        return degraded(story, module);
    }

    private static String down(Story story, String module) {
        if (story.kind() == IncidentKind.PLANNED_SWITCH && story.server().isEmpty()) {
            return "The service is stopped on purpose. Start it when the work is done: safekit start" + module + ".";
        }
        if (story.kind() == IncidentKind.FAILED) {
            return "Nobody serves. On the node that is up to date run: safekit start" + module
                    + ". Do not force a node to prim that is not up to date: what was recorded since would be lost. "
                    + "Look at the not-up-to-date and checker lines of both nodes first.";
        }
        return "Wait: SafeKit takes over about 30 s after it hears its partner no longer, and the services need up to"
                + " a minute.";
    }

    private static String degraded(Story story, String module) {
        String failed = story.failedNodesText();
        if (story.planned()) {
            return "When the work on " + failed + " is done, start it again there: safekit start" + module + ".";
        }
        if (story.waits()) {
            return failed + " waits until " + story.waitsFor() + " is back, then comes back by itself. Mend it.";
        }
        return failed + " stays stopped until you start it: find out why it failed, then run there: safekit start"
                + module + ". It copies the data back and becomes SECOND; do not force it to prim.";
    }
}
