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
    public synchronized void add(long fromOffset, StorageClass storageClass, String index) {
        routes.computeIfAbsent(storageClass, c -> new TreeMap<>()).put(fromOffset, index);
    }
}
