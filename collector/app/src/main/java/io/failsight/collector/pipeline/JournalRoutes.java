package io.failsight.collector.pipeline;

import io.failsight.collector.journal.IndexRoutes;
import io.failsight.collector.sink.opensearch.Routes;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.util.Optional;

/**
 * The sink's routes, kept by the journal. Thread-safe.
 *
 * @param routes where they are kept
 */
record JournalRoutes(IndexRoutes routes) implements Routes {
    @Override
    public Optional<String> indexFor(StorageClass storageClass, long offset) {
        return Optional.ofNullable(routes.indexFor(storageClass, offset));
    }

    @Override
    public Optional<String> oldest(StorageClass storageClass) {
        return Optional.ofNullable(routes.oldest(storageClass));
    }

    @Override
    public long end() {
        return routes.end();
    }

    @Override
    public void add(long fromOffset, StorageClass storageClass, String index) throws IOException {
        routes.add(fromOffset, storageClass, index);
    }
}
