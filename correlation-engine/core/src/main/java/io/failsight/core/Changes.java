package io.failsight.core;

import io.failsight.core.incident.Incident;
import java.util.List;
import java.util.Set;

/**
 * What became different since it was last given out. Immutable.
 *
 * @param incidents new or changed incidents, oldest first
 * @param clusters clusters whose state changed
 * @param withdrawn keys given out before that no incident has any longer: it has another key now, was merged, or late entries showed that there
 *     was none
 */
public record Changes(List<Incident> incidents, Set<String> clusters, Set<String> withdrawn) {
    public static final Changes NONE = new Changes(List.of(), Set.of(), Set.of());

    public Changes {
        incidents = List.copyOf(incidents);
        clusters = Set.copyOf(clusters);
        withdrawn = Set.copyOf(withdrawn);
    }

    public boolean isEmpty() {
        return incidents.isEmpty() && clusters.isEmpty() && withdrawn.isEmpty();
    }
}
