package io.failsight.collector.sink.opensearch;

import io.failsight.model.IndexMapping;
import io.failsight.model.PromotedKeys;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final SentMark sent;
    private final long startUpEndOffset;
    private final long unsureBelow;
    private final Map<StorageClass, String> prepared = new ConcurrentHashMap<>();
    private final Map<StorageClass, String> current = new ConcurrentHashMap<>();
    private final Map<StorageClass, String> verified = new EnumMap<>(StorageClass.class);
    private final Map<StorageClass, PromotedKeys> promoted = new EnumMap<>(StorageClass.class);
    private final Set<StorageClass> belowRoutes = EnumSet.noneOf(StorageClass.class);

    /**
     * Targets for one journal.
     *
     * @param sent how far entries may have been sent
     * @param startUpEndOffset journal offset behind everything that an earlier process may have sent
     */
    public WriteTargets(Routes routes, IndexCatalog catalog, SentMark sent, long startUpEndOffset) {
        this.routes = routes;
        this.sent = sent;
        this.unsureBelow = Math.min(sent.found(), startUpEndOffset);
        this.catalog = catalog;
        this.startUpEndOffset = Math.max(startUpEndOffset, routes.end());
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
            PromotedKeys fields = promotedOf(storageClass, next);
            try {
                routes.add(batchOffset, storageClass, next);
            } catch (IOException e) {
                prepared.put(storageClass, next);
                throw e;
            }
            verified.put(storageClass, next);
            promoted.put(storageClass, fields);
            belowRoutes.remove(storageClass);
            LOG.infof(
                    "entries of class %s go to index %s from journal offset %d on",
                    storageClass.id(), next, batchOffset);
        }
        current.put(storageClass, index);
        return index;
    }

    /**
     * Says that entries of the batch at that offset are about to be sent.
     *
     * @throws IOException when the disk did not answer; the same call may succeed later
     */
    void announce(long batchOffset) throws IOException {
        sent.reach(batchOffset);
    }

    /** Whether an earlier process may have sent entries of that batch, and may have thought them to be of another class. */
    boolean isUnsure(long batchOffset) {
        return batchOffset < unsureBelow;
    }

    /** Says that all entries up to and of that batch are settled: the next process need not look for them. */
    void settled(long lastBatchOffset) {
        try {
            sent.settle(lastBatchOffset + 1);
        } catch (IOException e) {
            LOG.debugf("the next start looks more entries up than it must: %s", e.getMessage());
        }
    }

    private String routed(StorageClass storageClass, long batchOffset) throws IOException {
        Optional<String> route = routes.indexFor(storageClass, batchOffset);
        if (route.isPresent()) {
            belowRoutes.remove(storageClass);
        } else {
            route = belowEveryRoute(storageClass, batchOffset);
        }
        if (route.isPresent() && route.get().equals(verified.get(storageClass))) {
            return route.get();
        }
        String index = route.isPresent() ? route.get() : firstRoute(storageClass, batchOffset);
        // A routed index that is gone while newer ones exist was evicted: its entries are counted, not written
        // elsewhere.
        if (!catalog.exists(index) && catalog.newest(storageClass).isEmpty()) {
            LOG.warnf("index %s is gone and no other of its class is there: it is made again", index);
            catalog.create(index);
        }
        promoted.put(storageClass, catalog.promoted(index));
        verified.put(storageClass, index);
        return index;
    }

    /** Nothing is lost of what was prepared when OpenSearch does not answer. */
    private PromotedKeys promotedOf(StorageClass storageClass, String next) throws IOException {
        try {
            return catalog.promoted(next);
        } catch (IOException e) {
            prepared.putIfAbsent(storageClass, next);
            throw e;
        }
    }

    /** The attributes that have a field of their own in the index that {@link #at} gave last for a class. */
    PromotedKeys promoted(StorageClass storageClass) {
        return promoted.getOrDefault(storageClass, PromotedKeys.NONE);
    }

    private String firstRoute(StorageClass storageClass, long batchOffset) throws IOException {
        Optional<IndexInfo> newest = catalog.newest(storageClass);
        String index = newest.map(IndexInfo::name).orElseGet(() -> IndexMapping.indexName(storageClass, 1));
        if (newest.isEmpty()) {
            catalog.create(index);
        }
        routes.add(batchOffset, storageClass, index);
        return index;
    }

    /**
     * Where entries go that lie below every route of their class: to its oldest. That happens when positions of the journal's readers were lost
     * together with routes; what was delivered to a still older index is then there twice.
     */
    private Optional<String> belowEveryRoute(StorageClass storageClass, long batchOffset) {
        Optional<String> oldest = routes.oldest(storageClass);
        if (oldest.isPresent() && belowRoutes.add(storageClass)) {
            LOG.warnf(
                    "journal offset %d lies below every route of class %s: was a position of the journal lost? Its entries go to the oldest"
                            + " index that is known, %s, until a route covers them; they are counted in failsight_sink_below_routes, and may"
                            + " be found twice where an older index holds them already",
                    batchOffset, storageClass.id(), oldest.get());
        }
        return oldest;
    }

    /** Whether the index that {@link #at} gave last for a class was no more than the oldest one known. */
    boolean isBelowRoutes(StorageClass storageClass) {
        return belowRoutes.contains(storageClass);
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
