package io.failsight.core.episode;

import io.failsight.core.failover.Rules;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import io.failsight.core.view.ResourceView;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;

/** Whether a cluster serves, and could bear a failure, by its view. Pure. */
public final class Health {
    private Health() {}

    /** Whether some node serves its clients. */
    public static boolean serves(ClusterView view) {
        for (NodeView node : view.nodes()) {
            if (serves(view, node)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this node serves its clients: in such a role, not on its way out, heard, and what its product watches runs. */
    public static boolean serves(ClusterView view, NodeView node) {
        return node.serves() && !node.presence().leaving() && !node.presence().unheard() && !impaired(view, node);
    }

    /** Whether it serves and another node could take over. */
    public static boolean full(ClusterView view) {
        return serves(view) && redundant(view);
    }

    public static boolean redundant(ClusterView view) {
        int able = 0;
        boolean standby = false;
        for (NodeView node : view.nodes()) {
            if (node.witness()) {
                continue;
            }
            able++;
            if (node.presence().unheard() && node.takesPart()
                    || node.takesPart() && node.hasDown(ResourceView.CHECKER)) {
                return false;
            }
            standby |= node.role().role() == Role.SECONDARY
                    && node.role().isReady()
                    && !node.presence().leaving()
                    && !node.presence().unheard();
        }
        return standby || able == 1;
    }

    private static boolean impaired(ClusterView view, NodeView node) {
        for (ResourceView resource : node.resources()) {
            if (!resource.up() && impairs(view, resource)) {
                return true;
            }
        }
        return false;
    }

    private static boolean impairs(ClusterView view, ResourceView down) {
        Signal signal = down.since().signal();
        return switch (down.type()) {
            case ResourceView.COMPONENT -> ofProduct(view, signal);
            case ResourceView.CHECKER -> Rules.of(view.product()).impairs(signal);
            default -> false;
        };
    }

    /** Whether the product that fails the cluster over said it. */
    public static boolean ofProduct(ClusterView view, Signal signal) {
        String product = signal.detail(Signal.PRODUCT);
        boolean same = view.product().equals(product)
                || Rules.of(view.product()).products().contains(product);
        return !view.product().isEmpty() && same;
    }
}
