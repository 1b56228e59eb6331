package io.failsight.core.view;

import io.failsight.core.timeline.Timed;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster while signals are folded into it. Immutable.
 *
 * @param name name
 * @param product product that fails it over, or empty while no signal named one
 * @param nodes its nodes by name, at most {@link #MAX_NODES}
 * @param syncing whether a copy is being brought up to date
 * @param proven the signal that completed the last takeover; null when none was seen
 * @param last the last signal that went in; null before the first
 */
public record ClusterView(
        String name,
        String product,
        List<NodeView> nodes,
        boolean syncing,
        @Nullable Timed proven,
        @Nullable Timed last) {
    static final int MAX_NODES = 64;
    /** A stronger node says each second that it hears a weaker one, until it takes the role. */
    private static final long PREEMPTING_NANOS = 5_000_000_000L;

    /** Stands for the partner of the only node that ever spoke. */
    private static final String PARTNER_OF = "partner of ";

    /** A cluster before its first signal. */
    public static ClusterView empty(String name, String product) {
        return new ClusterView(name, product, List.of(), false, null, null);
    }

    /** With a further node of which nothing is known; the same if it is in. */
    public ClusterView withNode(String node, String site, boolean witness) {
        if (node.isEmpty() || node(node) != null || nodes.size() >= MAX_NODES) {
            return this;
        }
        List<NodeView> now = new ArrayList<>(nodes);
        now.add(NodeView.unknown(node, site, witness));
        now.sort(Comparator.comparing(NodeView::name));
        return withNodes(now);
    }

    public @Nullable NodeView node(String node) {
        for (NodeView each : nodes) {
            if (each.name().equals(node)) {
                return each;
            }
        }
        return null;
    }

    /** The other node of a pair; of more, the one that serves; empty when that is not clear. */
    public String partnerOf(String node) {
        String found = "";
        String serving = "";
        int others = 0;
        for (NodeView each : nodes) {
            if (!each.witness() && !each.name().equals(node)) {
                others++;
                found = each.name();
                serving = each.role().role().serves() ? each.name() : serving;
            }
        }
        if (others == 0) {
            return node.startsWith(PARTNER_OF) ? node.substring(PARTNER_OF.length()) : PARTNER_OF + node;
        }
        return others == 1 ? found : serving;
    }

    /** Whether it is a node that never spoke and that no setting names. */
    public static boolean isAssumed(String node) {
        return node.startsWith(PARTNER_OF);
    }

    /** Whether a poller alone says that a node is gone, while a partner that would notice says nothing. */
    public boolean isHearsay(Signal signal, String node) {
        NodeView self = node(node);
        boolean spoke = self != null && self.presence().lastSign() != null;
        return spoke
                && About.speaker(signal).isEmpty()
                && nodes.stream()
                        .anyMatch(each -> each.takesPart() && !each.name().equals(node));
    }

    /** Whether a node has just said that it hears another one serve whom it is stronger than: it takes the role from one that lives. */
    public boolean hearsWeaker(String node, long at) {
        for (NodeView each : nodes) {
            Timed proof = each.role().proof();
            boolean told = proof != null
                    && proof.signal().remote()
                    && proof.signal().reporter().equals(node)
                    && at - proof.at() <= PREEMPTING_NANOS;
            if (told && each.role().role().serves() && !each.name().equals(node)) {
                return true;
            }
        }
        return false;
    }

    /** Nodes that serve, by name. */
    public List<NodeView> serving() {
        List<NodeView> found = new ArrayList<>(1);
        for (NodeView each : nodes) {
            if (each.serves()) {
                found.add(each);
            }
        }
        return found;
    }

    /** With what a statement about another node implies for this one: a role that nobody stated. */
    public ClusterView implied(String node, Role role, String state, Timed by) {
        RoleView now = new RoleView(role, "", state, by.at(), by, false, state.isEmpty());
        return with(node, each -> {
            Presence presence = each.presence().withUnheard(false);
            boolean works = state.isEmpty();
            return each.withRole(now)
                    .withPresence(works ? presence.withStarted(0).withLeaving(false) : presence);
        });
    }

    /** With a node that nobody hears, as far as the statement implies. */
    public ClusterView gone(String node, Timed by) {
        return with(node, each -> ViewFold.gone(each, by));
    }

    /** With all resources of a type of the node as they should be. */
    public ClusterView mended(String node, String type, Timed by) {
        return with(node, each -> each.allUp(type, by));
    }

    ClusterView with(String node, UnaryOperator<NodeView> change) {
        for (int i = 0; i < nodes.size(); i++) {
            NodeView before = nodes.get(i);
            if (before.name().equals(node)) {
                NodeView after = change.apply(before);
                if (after == before) {
                    return this;
                }
                List<NodeView> now = new ArrayList<>(nodes);
                now.set(i, after);
                return withNodes(now);
            }
        }
        ClusterView wider = withNode(node, "", false);
        return wider == this ? this : wider.with(node, change);
    }

    ClusterView withProduct(String now) {
        return now.equals(product) ? this : new ClusterView(name, now, nodes, syncing, proven, last);
    }

    ClusterView withSyncing(boolean now) {
        return now == syncing ? this : new ClusterView(name, product, nodes, now, proven, last);
    }

    ClusterView withProven(Timed now) {
        return new ClusterView(name, product, nodes, syncing, now, last);
    }

    ClusterView withLast(Timed now) {
        return new ClusterView(name, product, nodes, syncing, proven, now);
    }

    private ClusterView withNodes(List<NodeView> now) {
        return new ClusterView(name, product, now, syncing, proven, last);
    }
}
