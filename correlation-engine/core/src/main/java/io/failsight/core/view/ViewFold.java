package io.failsight.core.view;

import io.failsight.core.timeline.Timed;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;

/** What a signal changes in a cluster: a pure function. What a role of one product says beyond itself is the {@link Implications}' matter. */
public final class ViewFold {
    private ViewFold() {}

    /** The cluster after the signal. */
    public static ClusterView apply(ClusterView before, Timed timed, Implications implications) {
        Signal signal = timed.signal();
        ClusterView view = before.withLast(timed);
        String product = signal.detail(Signal.PRODUCT);
        if (view.product().isEmpty() && implications.failsOver(product)) {
            view = view.withProduct(product);
        }
        String node = About.node(signal, view);
        String speaker = About.speaker(signal);
        if (!speaker.isEmpty()
                && signal.kind() != SignalKind.SOURCE_SILENT
                && (speaker.equals(node) || signal.remote() || view.node(speaker) != null)) {
            view = view.with(speaker, each -> each.seen(timed));
        }
        if (node.isEmpty()) {
            return view;
        }
        return change(view, node, timed, implications);
    }

    private static ClusterView change(ClusterView view, String node, Timed timed, Implications implications) {
        Signal signal = timed.signal();
        String resource = signal.subject().resource();
        return switch (signal.kind()) {
            case HEARTBEAT_LOST -> heartbeat(view, node, timed, false);
            case HEARTBEAT_RESTORED -> heartbeat(view, node, timed, true);
            case NODE_DOWN, FENCED -> down(view, node, timed);
            case NODE_UP ->
                view.with(
                        node,
                        each -> each.withPresence(
                                each.presence().withUnheard(false).withSilent(false)));
            case ROLE_CHANGED -> role(view, node, timed, implications);
            case ADDRESS_MOVED -> implications.ofAddress(address(view, node, timed), node, timed);
            case ADDRESS_RELEASED ->
                implications.ofRelease(resource(view, node, ResourceView.ADDRESS, resource, false, timed), node, timed);
            case COMPONENT_DOWN -> resource(view, node, ResourceView.COMPONENT, resource, false, timed);
            case COMPONENT_UP -> resource(view, node, ResourceView.COMPONENT, resource, true, timed);
            case COMPONENT_RESTARTED -> restarted(view, node, timed, implications);
            case CHECKER_DOWN -> resource(view, node, ResourceView.CHECKER, resource, false, timed);
            case CHECKER_UP -> resource(view, node, ResourceView.CHECKER, resource, true, timed);
            case REPLICATION_STOPPED, REPLICATION_DEGRADED, REPLICATION_STARTED, REPLICATION_IN_SYNC ->
                replication(view, node, timed);
            case PLANNED_STARTED -> planned(view, node, timed);
            case SYSTEM_STOPPING -> leaving(view, node);
            case SYSTEM_STARTED -> view.with(node, each -> booted(each, timed));
            case FAILOVER_DECIDED -> decided(view, node, timed, implications);
            case LICENCE_MISSING, LICENCE_EXPIRING ->
                resource(view, node, ResourceView.LICENCE, resource.isEmpty() ? "licence" : resource, false, timed);
            case READINESS_RISK -> setting(view, node, timed);
            case CLOCK_APART -> view.with(node, each -> each.withClock(each.clock(), offset(signal)));
            case CLOCK_TOGETHER -> view.with(node, each -> each.withClock(each.clock(), 0));
            case SOURCE_SILENT ->
                view.with(node, each -> each.withPresence(each.presence().withSilent(true)));
            case SOURCE_SPEAKING ->
                view.with(node, each -> each.withPresence(each.presence().withSilent(false)));
            case LEADER_LOST,
                    LEADER_ELECTED,
                    DATA_GAP,
                    DATA_BACKFILLED,
                    LOAD_REBALANCED,
                    PLANNED_FINISHED,
                    SPLIT_BRAIN,
                    SPLIT_BRAIN_RESOLVED,
                    GAVE_UP,
                    RESOURCE_SHORT,
                    RESOURCE_RELIEVED,
                    ENTRIES_MISSING,
                    CLIENT_RECONNECTED -> view;
        };
    }

    private static ClusterView resource(
            ClusterView view, String node, String type, String name, boolean up, Timed timed) {
        return view.with(node, each -> each.withResource(type, name, up, timed));
    }

    /** The product's own restart mends all that it watches; another's its own service only. */
    private static ClusterView restarted(ClusterView view, String node, Timed timed, Implications implications) {
        ClusterView now = resource(
                view, node, ResourceView.COMPONENT, timed.signal().subject().resource(), true, timed);
        boolean ofProduct = implications.failsOver(timed.signal().detail(Signal.PRODUCT));
        return ofProduct ? starting(now, node, timed) : now;
    }

    private static ClusterView heartbeat(ClusterView view, String lost, Timed timed, boolean up) {
        Signal signal = timed.signal();
        String listener = signal.remote() ? signal.reporter() : view.partnerOf(lost);
        ClusterView now = resource(
                view, listener, ResourceView.HEARTBEAT, signal.subject().resource(), up, timed);
        NodeView ear = now.node(listener);
        boolean unheard = ear != null && ear.hasDown(ResourceView.HEARTBEAT) && !ear.hasUp(ResourceView.HEARTBEAT);
        return now.with(lost, each -> each.withPresence(each.presence().withUnheard(unheard)));
    }

    private static ClusterView role(ClusterView view, String node, Timed timed, Implications implications) {
        Signal signal = timed.signal();
        Role role = Role.ofId(signal.detail(Signal.ROLE)).orElse(Role.UNKNOWN);
        NodeView before = view.node(node);
        Role old = before == null ? Role.UNKNOWN : before.role().role();
        boolean own = About.own(signal);
        if (About.speaker(signal).isEmpty() && before != null) {
            return polled(view, before, role, timed);
        }
        if (!own && role == Role.UNKNOWN) {
            return view.with(node, each -> gone(each, timed));
        }
        ClusterView now = view.with(node, each -> inRole(each, role, timed, own));
        if (before != null
                && old == Role.SECONDARY
                && role.serves()
                && !before.presence().isStarting(timed.at())) {
            now = now.withProven(timed);
        }
        return implications.ofRole(now, old, node, timed);
    }

    private static ClusterView down(ClusterView view, String node, Timed timed) {
        if (view.isHearsay(timed.signal(), node)) {
            return view.with(node, each -> each.withPresence(each.presence().withSilent(true)));
        }
        return view.with(node, each -> gone(each, timed));
    }

    /** A poller sees whether a node serves, not in which role; what the nodes say themselves tells more. */
    private static ClusterView polled(ClusterView view, NodeView node, Role role, Timed timed) {
        boolean serves = node.role().role().serves();
        boolean said = node.role().proof() != null
                && (node.role().own() || node.presence().unheard());
        boolean same = role.serves() == serves;
        if (role == Role.UNKNOWN || same && (serves || said) || !role.serves() && !serves && said) {
            return view;
        }
        if (serves && said) {
            return view.with(node.name(), each -> gone(each, timed));
        }
        return view.with(node.name(), each -> inRole(each, role, timed, false));
    }

    private static NodeView inRole(NodeView node, Role role, Timed timed, boolean own) {
        Signal signal = timed.signal();
        boolean same = node.role().role() == role;
        long since = same ? node.role().since() : timed.at();
        String state = signal.detail(Signal.STATE);
        boolean ready = state.isEmpty() || state.equals(RoleView.READY);
        boolean worked = ready || same && node.role().worked();
        boolean said = own || same && node.role().own();
        RoleView now = new RoleView(role, signal.detail(Signal.PRODUCT_ROLE), state, since, timed, said, worked);
        boolean works = (role.serves() || role == Role.SECONDARY) && now.isReady();
        Presence presence = node.presence().withUnheard(false);
        if (!works) {
            return node.withRole(now).withPresence(presence);
        }
        return node.withRole(now)
                .withPresence(presence.withLeaving(false).withStarted(0))
                .allUp(ResourceView.COMPONENT, timed);
    }

    /** Nobody hears it: it does not serve any longer, as far as anybody can tell; that it was stopped stays known. */
    static NodeView gone(NodeView node, Timed timed) {
        Presence presence = node.presence().withUnheard(true);
        if (node.role().role() == Role.STOPPED) {
            return node;
        }
        RoleView role = new RoleView(Role.UNKNOWN, "", "", timed.at(), timed, false, false);
        return node.withRole(role).withPresence(presence);
    }

    private static NodeView booted(NodeView node, Timed timed) {
        Presence presence = node.presence().withStarted(timed.at()).withCameUp(timed.at());
        boolean newer = node.role().since() > timed.at();
        RoleView role = newer ? node.role() : new RoleView(Role.UNKNOWN, "", "", timed.at(), timed, true, false);
        return node.withRole(role).withPresence(presence);
    }

    private static ClusterView address(ClusterView view, String node, Timed timed) {
        String address = timed.signal().subject().resource();
        ClusterView now = view;
        for (NodeView each : view.nodes()) {
            boolean here = each.name().equals(node);
            if (here || each.resource(ResourceView.ADDRESS, address) != null) {
                now = resource(now, each.name(), ResourceView.ADDRESS, address, here, timed);
            }
        }
        return now.node(node) == null ? resource(now, node, ResourceView.ADDRESS, address, true, timed) : now;
    }

    private static ClusterView replication(ClusterView view, String node, Timed timed) {
        SignalKind kind = timed.kind();
        String name = timed.signal().subject().resource();
        ClusterView now = view.withSyncing(kind == SignalKind.REPLICATION_STARTED);
        if (kind == SignalKind.REPLICATION_IN_SYNC) {
            now = now.with(node, each -> each.allUp(ResourceView.REPLICATION, timed));
        }
        if (kind == SignalKind.REPLICATION_STARTED) {
            return now;
        }
        if (kind == SignalKind.REPLICATION_IN_SYNC) {
            now = joined(now, node, timed);
        }
        boolean up = kind == SignalKind.REPLICATION_IN_SYNC;
        return resource(now, node, ResourceView.REPLICATION, name.isEmpty() ? "replication" : name, up, timed);
    }

    /** Whose copy is up to date while another node serves, and who was coming up, follows from now on; its own word may be lost. */
    private static ClusterView joined(ClusterView view, String node, Timed timed) {
        NodeView self = view.node(node);
        boolean other = view.nodes().stream()
                .anyMatch(each -> each.serves() && !each.name().equals(node));
        if (self == null || !other || self.role().role().serves()) {
            return view;
        }
        boolean coming = self.presence().isStarting(timed.at())
                || self.role().role() == Role.SECONDARY
                || self.role().role() == Role.UNKNOWN;
        return coming ? view.implied(node, Role.SECONDARY, "", timed) : view;
    }

    private static ClusterView planned(ClusterView view, String node, Timed timed) {
        if (Actions.leaves(timed.signal())) {
            return leaving(view, node);
        }
        return Actions.starts(timed.signal()) ? starting(view, node, timed) : view;
    }

    private static ClusterView leaving(ClusterView view, String node) {
        return view.with(
                node,
                each -> each.withPresence(each.presence().withLeaving(true).withStarted(0)));
    }

    private static ClusterView decided(ClusterView view, String node, Timed timed, Implications implications) {
        Signal signal = timed.signal();
        if (Actions.serves(signal)) {
            return implications.ofDecision(view, node, timed);
        }
        if (Actions.yields(signal)) {
            return implications.ofYield(view, node, timed);
        }
        if (Actions.leaves(signal) || Actions.waits(signal)) {
            return leaving(view, node);
        }
        return Actions.starts(signal) ? starting(view, node, timed) : view;
    }

    /** A start says again what is risky, and brings the module up from scratch. On a node that never left its role it is the end of a restart. */
    private static ClusterView starting(ClusterView view, String node, Timed timed) {
        ClusterView now = Actions.of(timed.signal()).equals("wakeup") ? waited(view, node, timed) : view;
        return now.with(node, each -> {
            boolean restarted = each.takesPart();
            Presence up = each.presence().withCameUp(timed.at());
            if (restarted && !each.presence().leaving()) {
                return each.withPresence(up);
            }
            Presence presence = up.withStarted(restarted ? 0 : timed.at()).withLeaving(false);
            return each.allUp(ResourceView.SETTING, timed)
                    .allUp(ResourceView.COMPONENT, timed)
                    .withPresence(presence);
        });
    }

    /** Only what waited is woken up, and it comes up from scratch; the line about its waiting may be lost. */
    private static ClusterView waited(ClusterView view, String node, Timed timed) {
        NodeView self = view.node(node);
        return self != null && self.takesPart() ? view.implied(node, Role.WAITING, "not-ready", timed) : view;
    }

    private static ClusterView setting(ClusterView view, String node, Timed timed) {
        Signal signal = timed.signal();
        String name =
                signal.detail(Signal.SETTING).isEmpty() ? signal.subject().resource() : signal.detail(Signal.SETTING);
        boolean fine = signal.detail(Signal.GRADE).equals("ok");
        return resource(view, node, ResourceView.SETTING, name, fine, timed);
    }

    private static long offset(Signal signal) {
        try {
            return Long.parseLong(signal.detail(Signal.OFFSET_NANOS));
        } catch (NumberFormatException notANumber) {
            return signal.clockOffsetNanos();
        }
    }
}
