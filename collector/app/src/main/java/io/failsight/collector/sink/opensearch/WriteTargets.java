package io.failsight.collector.sink.opensearch;

import io.failsight.model.IndexMapping;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which index each class of entries is written to at a journal offset. A roll-over is prepared in the background and takes effect at
 * the next batch boundary, after its route is durable.
 *
 * <p>A route never begins below the journal's end at start-up: what was journaled before may have been tried already, and a retry must
 * go where the first try went. {@link #at} belongs to the pipeline's thread; {@link #prepare} and {@link #current} to any.
 */
public final class WriteTargets {
    private static final Logger LOG = Logger.getLogger(WriteTargets.class);

    private final Routes routes;
    private final IndexCatalog catalog;
    private final long startUpEndOffset;
    private final Map<StorageClass, String> prepared = new ConcurrentHashMap<>();
    private final Map<StorageClass, String> current = new ConcurrentHashMap<>();
    private final Map<StorageClass, String> verified = new EnumMap<>(StorageClass.class);

    /**
     * Targets for one journal.
     *
     * @param startUpEndOffset journal offset behind everything that an earlier process may have sent
     */
    public WriteTargets(Routes routes, IndexCatalog catalog, long startUpEndOffset) {
        this.routes = routes;
        this.catalog = catalog;
        this.startUpEndOffset = startUpEndOffset;
    }

    /**
     * The index for entries of a batch.
     *
     * @throws IOException when OpenSearch or the disk did not answer; the same call may succeed later
     */
    String at(StorageClass storageClass, long batchOffset) throws IOException {
        String next = batchOffset >= startUpEndOffset ? prepared.remove(storageClass) : null;
        String index = next == null ? routed(storageClass, batchOffset) : next;
        if (next != null) {
            try {
                routes.add(batchOffset, storageClass, next);
            } catch (IOException e) {
                prepared.put(storageClass, next);
                throw e;
            }
            verified.put(storageClass, next);
            LOG.infof(
                    "entries of class %s go to index %s from journal offset %d on",
                    storageClass.id(), next, batchOffset);
        }
        current.put(storageClass, index);
        return index;
    }

    private String routed(StorageClass storageClass, long batchOffset) throws IOException {
        Optional<String> route = routes.indexFor(storageClass, batchOffset);
        if (route.isPresent() && route.get().equals(verified.get(storageClass))) {
            return route.get();
        }
        if (route.isPresent()
                && (catalog.exists(route.get()) || catalog.newest(storageClass).isPresent())) {
            // A routed index that is gone while newer ones exist was evicted: its entries are counted, not written
            // elsewhere.
            verified.put(storageClass, route.get());
            return route.get();
        }
        Optional<IndexInfo> newest = catalog.newest(storageClass);
        String index = newest.map(IndexInfo::name).orElseGet(() -> IndexMapping.indexName(storageClass, 1));
        if (newest.isEmpty()) {
            if (route.isPresent()) {
                LOG.warnf("index %s is gone and no other is there: starting over with %s", route.get(), index);
            }
            catalog.create(index);
        }
        routes.add(batchOffset, storageClass, index);
        verified.put(storageClass, index);
        return index;
    }

    /** Makes an index that exists the target from the next batch boundary on. */
    void prepare(StorageClass storageClass, String index) {
        prepared.put(storageClass, index);
    }

    /** The index that entries of that class go to now, or will from the next batch on; null before the first. */
    @Nullable
    String current(StorageClass storageClass) {
        String next = prepared.get(storageClass);
        return next == null ? current.get(storageClass) : next;
    }
}
