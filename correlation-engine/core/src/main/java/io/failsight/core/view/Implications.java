package io.failsight.core.view;

import io.failsight.core.timeline.Timed;
import io.failsight.model.signal.Role;

/** What a role of a product says beyond itself: a primary that has a partner, a backup that became one because another is master. Pure. */
public interface Implications {
    /** Whether that product fails clusters over. */
    boolean failsOver(String product);

    /** The cluster, given that the node took a role. */
    ClusterView ofRole(ClusterView view, Role before, String node, Timed timed);

    /** The cluster, given that the node decided to serve without its partner. */
    ClusterView ofDecision(ClusterView view, String node, Timed timed);

    /** The cluster, given that the node gives its role to another one. */
    ClusterView ofYield(ClusterView view, String node, Timed timed);

    /** The cluster, given that the node got an address. */
    ClusterView ofAddress(ClusterView view, String node, Timed timed);

    /** The cluster, given that the node gave an address up. */
    ClusterView ofRelease(ClusterView view, String node, Timed timed);
}
