package io.failsight.engine.service;

import io.failsight.core.cluster.ClusterLayout;
import io.failsight.engine.incident.Sites;
import io.failsight.settings.ConfigException;
import io.failsight.settings.Settings;
import io.failsight.settings.SettingsReader;
import io.failsight.settings.topology.Cluster;
import io.failsight.settings.topology.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code failsight.yaml} says of sites, clusters and nodes, in the core's words. Stateless. */
final class Layouts {
    private Layouts() {}

    /** Reads the file; the supervisor has checked it before, so a mistake here ends the start, in words. */
    static Settings read(Path file) {
        try {
            return SettingsReader.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    static Sites sites(Settings settings) {
        return new Sites(settings.sites().stream()
                .map(Site::name)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList());
    }

    /** Clusters by name: those that nodes name, and those that are only named themselves. */
    static List<ClusterLayout> clusters(Settings settings) {
        Map<String, List<ClusterLayout.NodeLayout>> nodes = new TreeMap<>();
        settings.clusters().forEach(cluster -> nodes.put(cluster.name(), new ArrayList<>()));
        for (Site site : settings.sites()) {
            for (Site.Node node : site.nodes()) {
                if (!node.cluster().isEmpty()) {
                    nodes.computeIfAbsent(node.cluster(), _ -> new ArrayList<>())
                            .add(new ClusterLayout.NodeLayout(node.name(), site.name(), node.witness()));
                }
            }
        }
        return nodes.entrySet().stream()
                .map(entry -> new ClusterLayout(entry.getKey(), product(settings, entry.getKey()), entry.getValue()))
                .toList();
    }

    private static String product(Settings settings, String cluster) {
        return settings.clusters().stream()
                .filter(known -> known.name().equals(cluster))
                .map(Cluster::product)
                .findFirst()
                .orElse("");
    }
}
