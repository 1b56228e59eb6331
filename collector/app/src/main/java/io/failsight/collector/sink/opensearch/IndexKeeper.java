package io.failsight.collector.sink.opensearch;

import io.failsight.model.IndexMapping;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Rolls indices over and evicts them: by age, and by the disk plan with the least worth class first and the oldest index first. Class keep
 * (audit, signals, evidence of failovers) goes by its age alone, however full the disk is (design decision 7). The index being written
 * is never evicted. Called every few seconds by one thread.
 */
public final class IndexKeeper {
    private static final Logger LOG = Logger.getLogger(IndexKeeper.class);
    /** What the disk plan may take, in that order. */
    private static final List<StorageClass> LEAST_WORTH_FIRST = List.of(StorageClass.BULKY, StorageClass.NORMAL);
    /** Complaining more often would only fill the disk further. */
    private static final Duration COMPLAINT_INTERVAL = Duration.ofHours(1);

    private final IndexCatalog catalog;
    private final WriteTargets targets;
    private final IndexPolicy policy;
    private final InstantSource clock;
    private final LongSupplier freeBytes;
    private final LongAdder evictedIndices = new LongAdder();
    private Instant complainAgainAt = Instant.MIN;

    /**
     * A keeper over one catalogue.
     *
     * @param freeBytes room on the file system of the indices
     */
    public IndexKeeper(
            IndexCatalog catalog,
            WriteTargets targets,
            IndexPolicy policy,
            InstantSource clock,
            LongSupplier freeBytes) {
        this.catalog = catalog;
        this.targets = targets;
        this.policy = policy;
        this.clock = clock;
        this.freeBytes = freeBytes;
    }

    /** Indices evicted since the start. */
    public long evictedIndices() {
        return evictedIndices.sum();
    }

    /**
     * Looks at all indices once and does what is due.
     *
     * @throws IOException when OpenSearch did not answer; the next call starts afresh
     */
    public void tend() throws IOException {
        List<IndexInfo> indices = catalog.list();
        for (StorageClass storageClass : StorageClass.values()) {
            rollOver(storageClass, indices);
        }
        evict(indices);
    }

    private void rollOver(StorageClass storageClass, List<IndexInfo> indices) throws IOException {
        String current = targets.current(storageClass);
        List<IndexInfo> ofClass =
                indices.stream().filter(i -> i.storageClass() == storageClass).toList();
        if (current == null || ofClass.isEmpty()) {
            return;
        }
        IndexInfo newest = ofClass.getLast();
        if (!newest.name().equals(current)) {
            // Another collector rolled over: follow it.
            targets.prepare(storageClass, newest.name());
            return;
        }
        Duration age = Duration.between(newest.created(), now());
        boolean old = age.compareTo(policy.rollOverAge()) >= 0 && newest.documents() > 0;
        if (newest.bytes() >= policy.rollOverBytes() || old) {
            String next = IndexMapping.indexName(storageClass, newest.number() + 1);
            catalog.create(next);
            targets.prepare(storageClass, next);
        }
    }

    private void evict(List<IndexInfo> indices) throws IOException {
        List<IndexInfo> left = new ArrayList<>();
        long total = 0;
        long free = freeBytes.getAsLong();
        for (IndexInfo index : indices) {
            if (isClosed(index, indices) && isExpired(index, indices)) {
                delete(index, "older than its retention");
                free += index.bytes();
            } else {
                left.add(index);
                total += index.bytes();
            }
        }
        List<IndexInfo> candidates = left.stream()
                .filter(index -> LEAST_WORTH_FIRST.contains(index.storageClass()) && isClosed(index, indices))
                .sorted(Comparator.<IndexInfo>comparingInt(i -> LEAST_WORTH_FIRST.indexOf(i.storageClass()))
                        .thenComparingInt(IndexInfo::number))
                .toList();
        for (IndexInfo index : candidates) {
            if (total > policy.totalBytes()) {
                delete(index, "the indices hold more than their share of the disk");
            } else if (free < policy.minFreeBytes()) {
                delete(index, "the disk is nearly full");
            } else {
                return;
            }
            total -= index.bytes();
            free += index.bytes();
        }
        complainIfFull(left, total, free);
    }

    /** All that may go is gone. Class keep may then fill the plan, and only people can say what of it is worth less. */
    private void complainIfFull(List<IndexInfo> left, long total, long free) {
        boolean full = total > policy.totalBytes() || free < policy.minFreeBytes();
        if (full && !now().isBefore(complainAgainAt)) {
            complainAgainAt = now().plus(COMPLAINT_INTERVAL);
            long kept = left.stream()
                    .filter(index -> index.storageClass() == StorageClass.KEEP)
                    .mapToLong(IndexInfo::bytes)
                    .sum();
            LOG.warnf(
                    "the disk plan is exceeded (indices %d MiB of %d, free %d MiB) and nothing more may be evicted; audit, signals and"
                            + " evidence of failovers take %d MiB and are never evicted before their age. Lower retention.keep in"
                            + " failsight.yaml, raise disk.indices, or free room on the disk",
                    total >> 20, policy.totalBytes() >> 20, free >> 20, kept >> 20);
        }
    }

    /** Closed for writing: a newer index of its class is there, and is the one being written. */
    private boolean isClosed(IndexInfo index, List<IndexInfo> indices) {
        String current = targets.current(index.storageClass());
        return current != null
                && !index.name().equals(current)
                && indices.stream()
                        .anyMatch(i -> i.storageClass() == index.storageClass() && i.number() > index.number());
    }

    private boolean isExpired(IndexInfo index, List<IndexInfo> indices) {
        Duration retention = policy.retention().getOrDefault(index.storageClass(), Duration.ofDays(30));
        // An index was closed when the next of its class was created.
        return indices.stream()
                .filter(i -> i.storageClass() == index.storageClass() && i.number() > index.number())
                .map(IndexInfo::created)
                .min(Comparator.naturalOrder())
                .filter(closed -> closed.plus(retention).isBefore(now()))
                .isPresent();
    }

    private void delete(IndexInfo index, String why) throws IOException {
        LOG.infof("evicting index %s with %d entries: %s", index.name(), index.documents(), why);
        catalog.delete(index.name());
        evictedIndices.increment();
    }

    private Instant now() {
        return clock.instant();
    }
}
