package io.failsight.core;

import io.failsight.core.cluster.ClusterLayout;
import io.failsight.model.signal.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes belong to which clusters, by the settings and by the signals themselves; and the signals that name a node but no cluster, so that they
 * find theirs even when it becomes known after them. Not thread-safe.
 */
final class Membership {
    /** Per node; of more, the ones that came first are forgotten. */
    private static final int MAX_HOMELESS = 1_000;

    private static final int MAX_NODES = 10_000;

    /** A node that is new in a cluster. */
    record Joined(String cluster, String node, String site) {}

    private final Map<String, Set<String>> clustersOfNode = new HashMap<>();
    private final Map<String, String> siteOfNode = new HashMap<>();
    private final Map<String, List<Signal>> withoutCluster = new HashMap<>();

    Membership(List<ClusterLayout> layouts) {
        for (ClusterLayout layout : layouts) {
            for (ClusterLayout.NodeLayout node : layout.nodes()) {
                clusters(node.name()).add(layout.name());
                siteOfNode.put(node.name(), node.site());
            }
        }
    }

    /** Takes note of a signal; nodes that it shows to be in its cluster, and were not known to be, are returned. */
    List<Joined> learn(Signal signal) {
        String cluster = signal.subject().cluster();
        if (cluster.isEmpty()) {
            remember(signal);
            return List.of();
        }
        List<Joined> joined = new ArrayList<>(1);
        join(signal.subject().node(), signal, cluster, joined);
        if (signal.remote() || signal.subject().node().isEmpty()) {
            join(signal.reporter(), signal, cluster, joined);
        }
        return joined;
    }

    /** Clusters that a signal is told to: the one that it names, or those of its node. */
    Set<String> clustersOf(Signal signal) {
        String cluster = signal.subject().cluster();
        return cluster.isEmpty() ? clustersOfNode.getOrDefault(nodeOf(signal), Set.of()) : Set.of(cluster);
    }

    /** Signals of a node that name no cluster. */
    List<Signal> withoutCluster(String node) {
        return withoutCluster.getOrDefault(node, List.of());
    }

    void forget(Signal signal) {
        List<Signal> signals = withoutCluster.get(nodeOf(signal));
        if (signals != null) {
            signals.remove(signal);
        }
    }

    private void join(String node, Signal signal, String cluster, List<Joined> joined) {
        if (node.isEmpty() || clustersOfNode.size() >= MAX_NODES && !clustersOfNode.containsKey(node)) {
            return;
        }
        if (clusters(node).add(cluster)) {
            String site =
                    node.equals(signal.subject().node()) ? signal.subject().site() : "";
            joined.add(new Joined(cluster, node, siteOfNode.getOrDefault(node, site)));
        }
    }

    private Set<String> clusters(String node) {
        return clustersOfNode.computeIfAbsent(node, any -> new TreeSet<>());
    }

    private void remember(Signal signal) {
        if (withoutCluster.size() >= MAX_NODES && !withoutCluster.containsKey(nodeOf(signal))) {
            return;
        }
        List<Signal> signals = withoutCluster.computeIfAbsent(nodeOf(signal), any -> new ArrayList<>());
        if (signals.size() >= MAX_HOMELESS) {
            signals.removeFirst();
        }
        signals.add(signal);
    }

    private static String nodeOf(Signal signal) {
        String named = signal.subject().node();
        return named.isEmpty() ? signal.reporter() : named;
    }
}
