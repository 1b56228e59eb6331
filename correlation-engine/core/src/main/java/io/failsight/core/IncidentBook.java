package io.failsight.core;

import io.failsight.core.cluster.ClusterLayout;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The incidents of all clusters, those of a lost site joined, and which of them were given out how. Not thread-safe. */
final class IncidentBook {
    private static final Comparator<Incident> OLDEST_FIRST =
            Comparator.comparingLong(IncidentBook::opened).thenComparing(Incident::key);

    private final Map<String, List<Incident>> byCluster = new HashMap<>();
    private final Map<String, Incident> given = new LinkedHashMap<>();
    private final SiteRule sites;
    private final Set<String> dirty = new HashSet<>();

    IncidentBook(List<ClusterLayout> layouts) {
        this.sites = new SiteRule(layouts);
    }

    /** The incidents of a cluster as they are now. */
    void put(String cluster, List<Incident> incidents) {
        List<Incident> before = incidents.isEmpty() ? byCluster.remove(cluster) : byCluster.put(cluster, incidents);
        if (!incidents.equals(before == null ? List.of() : before)) {
            dirty.add(cluster);
        }
    }

    /** What is different from what was given out last. */
    Changes changes(Set<String> clusters) {
        if (dirty.isEmpty()) {
            return clusters.isEmpty() ? Changes.NONE : new Changes(List.of(), clusters, Set.of());
        }
        dirty.clear();
        List<Incident> changed = new ArrayList<>();
        Map<String, Incident> now = new LinkedHashMap<>();
        for (Incident incident : incidents()) {
            now.put(incident.key(), incident);
            if (!incident.equals(given.get(incident.key()))) {
                changed.add(incident);
            }
        }
        Set<String> withdrawn = new HashSet<>(given.keySet());
        withdrawn.removeAll(now.keySet());
        given.clear();
        given.putAll(now);
        return new Changes(changed, clusters, withdrawn);
    }

    List<Incident> incidents() {
        List<Incident> all = new ArrayList<>();
        byCluster.values().forEach(all::addAll);
        List<Incident> joined = new ArrayList<>(sites.join(all));
        joined.sort(OLDEST_FIRST);
        return joined;
    }

    private static long opened(Incident incident) {
        @Nullable Moment fault = incident.instants().fault();
        return fault != null
                ? fault.timeNanos()
                : incident.evidence().getFirst().timeNanos();
    }
}
