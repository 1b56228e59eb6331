package io.failsight.core;

import io.failsight.core.cluster.ClusterLayout;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The incidents of all clusters, those of a lost site joined, and what of them changed since it was given out. Not thread-safe. */
final class IncidentBook {
    private static final Comparator<Incident> OLDEST_FIRST =
            Comparator.comparingLong(IncidentBook::opened).thenComparing(Incident::key);

    /** Incidents of clusters, by key. */
    private final Map<String, Incident> single = new HashMap<>();
    /** Those of them that may be part of a lost site. */
    private final Map<String, Incident> losses = new TreeMap<>();
    /** Incidents of sites, and the keys of what went into them. */
    private final Map<String, Incident> joined = new HashMap<>();

    private final Set<String> absorbed = new HashSet<>();
    private final Map<String, Incident> changed = new HashMap<>();
    private final Set<String> withdrawn = new HashSet<>();
    private final SiteRule sites;
    private boolean lossesChanged;

    IncidentBook(List<ClusterLayout> layouts) {
        this.sites = new SiteRule(layouts);
    }

    /** What is different in a cluster. */
    void put(ClusterTrack.Update update) {
        for (String key : update.withdrawn()) {
            if (remove(key)) {
                changed.remove(key);
                withdrawn.add(key);
            }
        }
        update.dropped().forEach(this::remove);
        for (Incident incident : update.changed()) {
            Incident before = single.put(incident.key(), incident);
            if (!incident.equals(before)) {
                changed.put(incident.key(), incident);
                withdrawn.remove(incident.key());
                noteLoss(incident);
            }
        }
    }

    private boolean remove(String key) {
        lossesChanged |= losses.remove(key) != null;
        return single.remove(key) != null;
    }

    private void noteLoss(Incident incident) {
        boolean before = losses.containsKey(incident.key());
        if (sites.isLoss(incident)) {
            losses.put(incident.key(), incident);
            lossesChanged = true;
        } else if (before) {
            losses.remove(incident.key());
            lossesChanged = true;
        }
    }

    /** What is different from what was given out last. */
    Changes changes(Set<String> clusters) {
        if (lossesChanged) {
            join();
        }
        if (changed.isEmpty() && withdrawn.isEmpty()) {
            return clusters.isEmpty() ? Changes.NONE : new Changes(List.of(), clusters, Set.of());
        }
        List<Incident> told = new ArrayList<>(changed.values());
        told.removeIf(incident -> absorbed.contains(incident.key()));
        told.sort(OLDEST_FIRST);
        Changes changes = new Changes(told, clusters, withdrawn);
        changed.clear();
        withdrawn.clear();
        return changes;
    }

    private void join() {
        lossesChanged = false;
        Map<String, Incident> now = new HashMap<>();
        Set<String> parts = new HashSet<>(losses.keySet());
        for (Incident incident : sites.join(List.copyOf(losses.values()))) {
            if (incident.kind() == IncidentKind.SITE) {
                now.put(incident.key(), incident);
            } else {
                parts.remove(incident.key());
            }
        }
        joined.keySet().stream().filter(key -> !now.containsKey(key)).forEach(withdrawn::add);
        now.forEach((key, incident) -> {
            withdrawn.remove(key);
            if (!incident.equals(joined.get(key))) {
                changed.put(key, incident);
            }
        });
        joined.clear();
        joined.putAll(now);
        regroup(parts);
    }

    private void regroup(Set<String> parts) {
        for (String key : parts) {
            if (!absorbed.contains(key)) {
                withdrawn.add(key);
            }
        }
        for (String key : absorbed) {
            Incident free = single.get(key);
            if (!parts.contains(key) && free != null) {
                withdrawn.remove(key);
                changed.put(key, free);
            }
        }
        absorbed.clear();
        absorbed.addAll(parts);
    }

    List<Incident> incidents() {
        List<Incident> all = new ArrayList<>(joined.values());
        for (Incident incident : single.values()) {
            if (!absorbed.contains(incident.key())) {
                all.add(incident);
            }
        }
        all.sort(OLDEST_FIRST);
        return all;
    }

    private static long opened(Incident incident) {
        Moment fault = incident.instants().fault();
        return fault != null
                ? fault.timeNanos()
                : incident.evidence().getFirst().timeNanos();
    }
}
