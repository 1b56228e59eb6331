package io.failsight.core.cluster;

import java.util.List;

/**
 * What {@code failsight.yaml} says of a cluster. A cluster that it does not name is found from its signals. Immutable.
 *
 * @param name name of the cluster
 * @param product safekit, keepalived, ... or empty
 * @param nodes its nodes
 */
public record ClusterLayout(String name, String product, List<NodeLayout> nodes) {
    public ClusterLayout {
        nodes = List.copyOf(nodes);
    }

    /**
     * One node.
     *
     * @param name name of the node
     * @param site its site, or empty
     * @param witness whether it only arbitrates and never serves
     */
    public record NodeLayout(String name, String site, boolean witness) {}
}
