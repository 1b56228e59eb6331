package io.failsight.engine.incident;

import io.failsight.core.cluster.ClusterState;
import java.util.List;

/** Who watches live (open pages). Told after the ledger has it; must not wait. Thread-safe. */
public interface Audience {
    /** An incident is new, or has another revision, acknowledgement or note. */
    void incident(PublicIncident incident);

    /** A cluster has another state, or another incident is open there. */
    void cluster(ClusterState state, List<String> openIncidents);

    /** Nobody watches. */
    Audience NOBODY = new Audience() {
        @Override
        public void incident(PublicIncident incident) {}

        @Override
        public void cluster(ClusterState state, List<String> openIncidents) {}
    };
}
