package io.failsight.collector.pipeline;

import io.failsight.collector.sink.opensearch.IndexPolicy;
import io.failsight.model.PromotedKeys;
import io.failsight.model.StorageClass;
import io.failsight.settings.ConfigException;
import io.failsight.settings.Retention;
import io.failsight.settings.Settings;
import io.failsight.settings.SettingsReader;
import io.failsight.settings.sender.SenderRegistry;
import io.failsight.settings.topology.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code failsight.yaml} says, in the words of the collector. Immutable.
 *
 * @param topology which address and host stand where
 * @param zone time zone of senders that state none
 * @param files more files to follow, as globs
 * @param indexPolicy retention and room of the indices
 * @param journalBytes room of the journal
 * @param settings all of it, for who needs more
 */
record OperatorSettings(
        Topology topology,
        ZoneId zone,
        List<String> files,
        IndexPolicy indexPolicy,
        long journalBytes,
        Settings settings) {
    OperatorSettings {
        files = List.copyOf(files);
    }

    /** @throws IOException when the file cannot be read or is not what it should be; the message says what and where */
    static OperatorSettings read(Optional<Path> file) throws IOException {
        try {
            return of(file.isPresent() ? SettingsReader.read(file.get()) : Settings.defaults());
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static OperatorSettings of(Settings settings) {
        return new OperatorSettings(
                topology(settings.sites()),
                settings.zone(),
                settings.files(),
                indexPolicy(settings),
                settings.disk().journal(),
                settings);
    }

    /** The same, with senders that are bound to places. */
    OperatorSettings with(SenderRegistry senders) {
        return new OperatorSettings(topology.with(senders), zone, files, indexPolicy, journalBytes, settings);
    }

    /** Attributes that get a field of their own from the next index on. */
    PromotedKeys promoted() {
        return PromotedKeys.of(settings.promoted());
    }

    private static IndexPolicy indexPolicy(Settings settings) {
        IndexPolicy defaults = IndexPolicy.DEFAULT;
        Retention retention = settings.retention();
        return new IndexPolicy(
                defaults.rollOverBytes(),
                defaults.rollOverAge(),
                Map.of(
                        StorageClass.KEEP, retention.keep(),
                        StorageClass.NORMAL, retention.normal(),
                        StorageClass.BULKY, retention.bulky()),
                settings.disk().indices(),
                retention.keepAtLeast());
    }

    private static Topology topology(List<Site> sites) {
        Topology topology = new Topology();
        for (Site site : sites) {
            for (Site.Node node : site.nodes()) {
                List<String> hosts = new ArrayList<>(node.hosts());
                hosts.add(node.name());
                topology.add(Topology.Place.of(site.name(), node.cluster(), node.name()), node.addresses(), hosts);
            }
        }
        return topology;
    }
}
