package io.failsight.collector.pipeline;

import io.failsight.collector.journal.JournalConfig;
import io.failsight.collector.sink.opensearch.IndexPolicy;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What {@code failsight.yaml} says to the collector. The supervisor checks the file with line numbers before it starts the parts; here, what is wrong
 * is still refused. Immutable.
 *
 * @param topology which address and host stand where
 * @param zone time zone of senders that state none
 * @param files more files to follow, as globs
 * @param indexPolicy retention and room of the indices
 * @param journalBytes room of the journal
 */
record OperatorSettings(
        Topology topology, ZoneId zone, List<String> files, IndexPolicy indexPolicy, long journalBytes) {
    OperatorSettings {
        files = List.copyOf(files);
    }

    /** @throws IOException when the file cannot be read or is not what it should be; the message says what and where */
    static OperatorSettings read(Optional<Path> file) throws IOException {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return new OperatorSettings(
                    new Topology(),
                    ZoneId.systemDefault(),
                    List.of(),
                    IndexPolicy.DEFAULT,
                    JournalConfig.DEFAULT_BUDGET_BYTES);
        }
        try (Reader reader = Files.newBufferedReader(file.get())) {
            Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            Map<?, ?> root = loaded instanceof Map<?, ?> map ? map : Map.of();
            return new OperatorSettings(
                    topology(root),
                    zone(root),
                    texts(root.get("files")),
                    indexPolicy(root),
                    gibibytes(root, "journal", JournalConfig.DEFAULT_BUDGET_BYTES));
        } catch (YAMLException | DateTimeException | IllegalArgumentException e) {
            throw new IOException(file.get() + ": " + e.getMessage(), e);
        }
    }

    private static ZoneId zone(Map<?, ?> root) {
        Object zone = root.get("time-zone");
        return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone.toString());
    }

    private static IndexPolicy indexPolicy(Map<?, ?> root) {
        IndexPolicy defaults = IndexPolicy.DEFAULT;
        Map<StorageClass, Duration> retention = new EnumMap<>(defaults.retention());
        if (root.get("retention") instanceof Map<?, ?> own) {
            for (StorageClass storageClass : StorageClass.values()) {
                Object days = own.get(storageClass.id());
                if (days != null) {
                    retention.put(storageClass, Duration.ofDays(number(days, "d", "retention." + storageClass.id())));
                }
            }
        }
        return new IndexPolicy(
                defaults.rollOverBytes(),
                defaults.rollOverAge(),
                retention,
                gibibytes(root, "indices", defaults.totalBytes()),
                defaults.minFreeBytes());
    }

    private static long gibibytes(Map<?, ?> root, String key, long otherwise) {
        Object value = root.get("disk") instanceof Map<?, ?> disk ? disk.get(key) : null;
        return value == null ? otherwise : number(value, "g", "disk." + key) << 30;
    }

    private static long number(Object value, String unit, String path) {
        String text = value.toString();
        if (!text.matches("[1-9]\\d{0,4}" + unit)) {
            throw new IllegalArgumentException(path + " must be a number with " + unit + " behind it, was " + text);
        }
        return Long.parseLong(text.substring(0, text.length() - 1));
    }

    private static Topology topology(Map<?, ?> root) {
        Topology topology = new Topology();
        for (Map<?, ?> site : maps(root.get("sites"))) {
            for (Map<?, ?> node : maps(site.get("nodes"))) {
                String name = text(node.get("name"));
                List<String> hosts = new ArrayList<>(texts(node.get("hosts")));
                hosts.add(name);
                topology.add(
                        Topology.Place.of(text(site.get("name")), text(node.get("cluster")), name),
                        texts(node.get("addresses")),
                        hosts);
            }
        }
        return topology;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static List<Map<?, ?>> maps(@Nullable Object value) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }
}
