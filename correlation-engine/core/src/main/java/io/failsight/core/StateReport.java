package io.failsight.core;

import io.failsight.core.cluster.ClusterState;
import io.failsight.core.cluster.ClusterState.NodeState;
import io.failsight.core.cluster.ClusterState.ResourceState;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import io.failsight.core.view.ResourceView;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A cluster as it is shown. Pure. */
final class StateReport {
    private StateReport() {}

    static ClusterState of(ClusterView view) {
        List<NodeState> nodes = new ArrayList<>();
        for (NodeView node : view.nodes()) {
            if (!ClusterView.isAssumed(node.name())) {
                nodes.add(node(node));
            }
        }
        Timed last = view.last();
        return new ClusterState(
                view.name(),
                view.product(),
                redundancy(view),
                nodes,
                ReadinessRule.of(view),
                last == null ? 0 : last.at());
    }

    private static NodeState node(NodeView node) {
        Signal clock = node.clock();
        Timed sign = node.presence().lastSign();
        long offset = clock == null ? 0 : clock.clockOffsetNanos();
        return new NodeState(
                node.name(),
                node.site(),
                node.role().role(),
                node.role().productRole(),
                node.role().state(),
                node.role().since(),
                sign == null ? 0 : sign.at(),
                node.presence().silent(),
                node.clockApartNanos() == 0 ? offset : node.clockApartNanos(),
                clock == null ? Signal.UNKNOWN_OFFSET : clock.clockUncertaintyNanos(),
                node.resources().stream()
                        .map(each -> new ResourceState(
                                each.name(),
                                each.type(),
                                each.up(),
                                each.since().at()))
                        .sorted(Comparator.comparing(ResourceState::type).thenComparing(ResourceState::name))
                        .toList());
    }

    /** in-sync, syncing, out-of-sync, lost, unknown. */
    static String redundancy(ClusterView view) {
        if (view.syncing()) {
            return "syncing";
        }
        boolean second = false;
        boolean known = false;
        for (NodeView node : view.nodes()) {
            if (node.hasDown(ResourceView.REPLICATION)) {
                return "out-of-sync";
            }
            known |= node.role().role() != Role.UNKNOWN;
            second |= node.role().role() == Role.SECONDARY
                    && node.role().isReady()
                    && !node.presence().unheard()
                    && !node.presence().leaving();
        }
        if (second) {
            return "in-sync";
        }
        return known ? "lost" : "unknown";
    }
}
