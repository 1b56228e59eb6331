package io.failsight.collector.pipeline;

import io.failsight.collector.pack.ProfileChooser;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.settings.topology.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Profiles of clusters, as {@code failsight.yaml} says; the cluster is found as for the entry itself. Immutable and thread-safe. */
final class ClusterProfiles implements ProfileChooser {
    private final Topology topology;
    private final Map<String, String> profiles;

    private ClusterProfiles(Topology topology, Map<String, String> profiles) {
        this.topology = topology;
        this.profiles = profiles;
    }

    static ClusterProfiles of(Topology topology, List<Cluster> clusters) {
        return new ClusterProfiles(
                topology,
                clusters.stream()
                        .filter(cluster -> !cluster.profile().isEmpty())
                        .collect(Collectors.toUnmodifiableMap(
                                Cluster::name, Cluster::profile, (first, second) -> first)));
    }

    /** Profiles that are named in {@code failsight.yaml} only. */
    List<String> unknown(Collection<String> known) {
        return profiles.values().stream()
                .filter(profile -> !known.contains(profile))
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public String profileOf(Entry entry) {
        if (profiles.isEmpty()) {
            return "";
        }
        String peer = entry.string(EntryField.PEER);
        Topology.Place place = peer == null ? Topology.Place.UNKNOWN : topology.placeOf(peer);
        if (place == Topology.Place.UNKNOWN && entry.has(EntryField.HOST)) {
            place = topology.placeOfHost(
                    entry.array(EntryField.HOST), entry.offset(EntryField.HOST), entry.length(EntryField.HOST));
        }
        return profiles.getOrDefault(new String(place.cluster(), StandardCharsets.UTF_8), "");
    }
}
