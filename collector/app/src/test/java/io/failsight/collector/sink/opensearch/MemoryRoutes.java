package io.failsight.collector.sink.opensearch;

import io.failsight.model.StorageClass;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Routes as the journal keeps them, in memory. */
final class MemoryRoutes implements Routes {
    private final Map<StorageClass, TreeMap<Long, String>> routes = new EnumMap<>(StorageClass.class);

    @Override
    public synchronized Optional<String> indexFor(StorageClass storageClass, long offset) {
        return Optional.ofNullable(routes.get(storageClass))
                .map(of -> of.floorEntry(offset))
                .map(Map.Entry::getValue);
    }

    @Override
    public synchronized Optional<String> oldest(StorageClass storageClass) {
        return Optional.ofNullable(routes.get(storageClass))
                .map(of -> of.firstEntry().getValue());
    }

    @Override
    public synchronized long end() {
        return routes.values().stream().mapToLong(TreeMap::lastKey).max().orElse(0);
    }

    @Override
    public synchronized void add(long fromOffset, StorageClass storageClass, String index) {
        TreeMap<Long, String> of = routes.computeIfAbsent(storageClass, c -> new TreeMap<>());
        if (!of.isEmpty() && of.lastKey() > fromOffset) {
            throw new IllegalArgumentException("a route from " + fromOffset + " would lie before " + of.lastKey());
        }
        of.put(fromOffset, index);
    }
}
