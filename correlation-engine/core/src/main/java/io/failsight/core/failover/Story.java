package io.failsight.core.failover;

import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.IncidentState;
import io.failsight.core.incident.Instants;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import io.failsight.core.view.ResourceView;
import io.failsight.model.signal.Role;
import java.util.List;

/**
 * What is known of an incident when its sentences are written. Immutable.
 *
 * @param cluster cluster
 * @param kind sort of failover
 * @param state how far it has come
 * @param planned whether people asked for it
 * @param failedNodes nodes that failed or were stopped
 * @param server node that serves now; empty when none
 * @param takenBy node that took over first; empty when none did
 * @param affected whether clients were without service
 * @param instants the six instants
 * @param after the cluster after the last evidence
 */
public record Story(
        String cluster,
        IncidentKind kind,
        IncidentState state,
        boolean planned,
        List<String> failedNodes,
        String server,
        String takenBy,
        boolean affected,
        Instants instants,
        ClusterView after) {
    /** The failed nodes for a sentence. */
    public String failedNodesText() {
        return failedNodes.isEmpty() ? "the other node" : String.join(" and ", failedNodes);
    }

    public boolean isRestored() {
        return instants.redundant() != null;
    }

    /** Whether all failed nodes run and wait for something to come back. */
    public boolean waits() {
        return !failedNodes.isEmpty() && failedNodes.stream().allMatch(this::waits);
    }

    private boolean waits(String name) {
        NodeView node = after.node(name);
        boolean told = node != null && node.presence().leaving() && node.hasDown(ResourceView.CHECKER);
        return told || node != null && node.role().role() == Role.WAITING;
    }

    /** What the failed nodes wait for. */
    public String waitsFor() {
        List<String> missing = failedNodes.stream()
                .map(after::node)
                .filter(node -> node != null)
                .flatMap(node -> node.down(ResourceView.CHECKER).stream())
                .map(ResourceView::name)
                .distinct()
                .toList();
        return missing.isEmpty() ? "what its checks miss" : String.join(", ", missing);
    }
}
