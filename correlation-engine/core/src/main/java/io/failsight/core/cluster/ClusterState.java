package io.failsight.core.cluster;

import io.failsight.model.signal.Role;
import java.util.List;

/**
 * A cluster at one instant. Immutable.
 *
 * @param name cluster
 * @param product product that fails it over, or empty
 * @param redundancy in-sync, syncing, out-of-sync, lost, unknown
 * @param nodes its nodes, by name
 * @param readiness would a failover work now
 * @param asOfNanos time of the last signal that went into it
 */
public record ClusterState(
        String name, String product, String redundancy, List<NodeState> nodes, Readiness readiness, long asOfNanos) {
    public ClusterState {
        nodes = List.copyOf(nodes);
    }

    /**
     * One node.
     *
     * @param name node
     * @param site its site, or empty
     * @param role role
     * @param productRole role in the product's own word (PRIM, SECOND, ALONE, WAIT, STOP, MASTER, BACKUP, FAULT), or empty
     * @param state not-ready, transient, ready, or empty
     * @param sinceNanos since when it is in that role
     * @param seenNanos when it last said anything
     * @param silent whether it is expected to speak and does not
     * @param clockOffsetNanos clock ahead of the collector's
     * @param clockUncertaintyNanos {@link io.failsight.model.signal.Signal#UNKNOWN_OFFSET} when not known
     * @param resources checkers, processes, heartbeats, addresses, replication
     */
    public record NodeState(
            String name,
            String site,
            Role role,
            String productRole,
            String state,
            long sinceNanos,
            long seenNanos,
            boolean silent,
            long clockOffsetNanos,
            long clockUncertaintyNanos,
            List<ResourceState> resources) {
        public NodeState {
            resources = List.copyOf(resources);
        }
    }

    /**
     * One resource of a node.
     *
     * @param name in the product's own word, such as {@code tcp.management}
     * @param type heartbeat, checker, component, address, replication, licence, setting
     * @param up whether it is as it should be
     * @param sinceNanos since when
     */
    public record ResourceState(String name, String type, boolean up, long sinceNanos) {}

    /**
     * Would a failover work now.
     *
     * @param verdict yes, no, unknown
     * @param reasons why, each one sentence, most important first; also with yes (what is proven and when)
     */
    public record Readiness(String verdict, List<String> reasons) {
        public Readiness {
            reasons = List.copyOf(reasons);
        }
    }
}
