package io.failsight.engine.incident;

import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Incident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out which incident of the core is which of those that people know: by the evidence they share. Pure.
 *
 * @param known the core's incident of each id that lives on
 * @param merged ids that turned out to be the same as another, by the other (which is older)
 * @param fresh incidents that nobody knows
 */
record Matching(Map<String, Incident> known, Map<String, String> merged, List<Incident> fresh) {
    /**
     * @param incidents all of the core
     * @param owners the id that each piece of evidence belongs to
     * @param age orders ids, the oldest first
     */
    static Matching of(List<Incident> incidents, Map<String, String> owners, Comparator<String> age) {
        List<Map<String, Integer>> shares =
                incidents.stream().map(incident -> shares(incident, owners)).toList();
        Map<String, Integer> best = new HashMap<>();
        for (int i = 0; i < incidents.size(); i++) {
            for (Map.Entry<String, Integer> share : shares.get(i).entrySet()) {
                Integer other = best.get(share.getKey());
                if (other == null || shares.get(other).getOrDefault(share.getKey(), 0) < share.getValue()) {
                    best.put(share.getKey(), i);
                }
            }
        }
        Map<String, Incident> known = new LinkedHashMap<>();
        Map<String, String> merged = new LinkedHashMap<>();
        List<Incident> fresh = new ArrayList<>();
        for (int i = 0; i < incidents.size(); i++) {
            int place = i;
            List<String> ids = shares.get(i).keySet().stream()
                    .filter(id -> best.getOrDefault(id, -1) == place)
                    .sorted(age)
                    .toList();
            if (ids.isEmpty()) {
                fresh.add(incidents.get(i));
            } else {
                known.put(ids.getFirst(), incidents.get(i));
                ids.stream().skip(1).forEach(id -> merged.put(id, ids.getFirst()));
            }
        }
        return new Matching(known, merged, fresh);
    }

    private static Map<String, Integer> shares(Incident incident, Map<String, String> owners) {
        Map<String, Integer> shares = new HashMap<>();
        for (EvidenceItem item : Proof.of(incident)) {
            String owner = owners.get(item.signal().id());
            if (owner != null) {
                shares.merge(owner, 1, Integer::sum);
            }
        }
        return shares;
    }
}
