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
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Rolls indices over and evicts them: by age, and for room with the least worth class first and the oldest index first. Class keep
 * (signals, evidence of failovers) goes for room only when nothing else is left, and never when it is young (docs/adr/0015). The index
 * being written is never evicted; while the disk is short it is rolled over earlier, so that its older entries can be. Shards that OpenSearch
 * has given up are tried again. Called every few seconds by one thread.
 */
public final class IndexKeeper {
    private static final Logger LOG = Logger.getLogger(IndexKeeper.class);
    /** What goes for room, in that order. */
    private static final List<StorageClass> LEAST_WORTH_FIRST =
            List.of(StorageClass.BULKY, StorageClass.NORMAL, StorageClass.KEEP);
    /** Complaining more often would only fill the disk further. */
    private static final Duration COMPLAINT_INTERVAL = Duration.ofHours(1);
    /** While the disk is short, the grain of eviction is finer by this factor. */
    private static final int FINER = 8;

    private final IndexCatalog catalog;
    private final WriteTargets targets;
    private final IndexPolicy policy;
    private final InstantSource clock;
    private final BelievedTime believed;
    private final Room room;
    private final Consumer<Eviction> evicted;
    private final IndexRepair repair;
    private final LongAdder evictedIndices = new LongAdder();
    private Instant complainAgainAt = Instant.MIN;

    /**
     * A keeper over one catalogue.
     *
     * @param nanoTime as {@link System#nanoTime}: by it a clock is told that has jumped
     * @param evicted takes what was evicted
     * @param repaired takes what was damaged and is made again
     */
    public IndexKeeper(
            IndexCatalog catalog,
            WriteTargets targets,
            IndexPolicy policy,
            InstantSource clock,
            LongSupplier nanoTime,
            Room room,
            Consumer<Eviction> evicted,
            Consumer<Repair> repaired) {
        this.catalog = catalog;
        this.targets = targets;
        this.policy = policy;
        this.clock = clock;
        this.believed = new BelievedTime(clock, nanoTime);
        this.room = room;
        this.evicted = evicted;
        this.repair = new IndexRepair(catalog, nanoTime, repaired);
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
        evict(indices); // first: on a full disk no new index can be made
        for (StorageClass storageClass : StorageClass.values()) {
            rollOver(storageClass, indices);
        }
        if (!room.isHeld()) {
            repair.look(indices); // a shard that failed on a full disk is not damaged
        }
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
        Duration age = Duration.between(newest.created(), clock.instant());
        // One from the future was made by a clock that was wrong; the next one has the right time again.
        boolean strange = age.isNegative() && age.negated().compareTo(policy.rollOverAge()) >= 0;
        boolean old = (strange || age.compareTo(policy.rollOverAge()) >= 0) && newest.documents() > 0;
        if (newest.bytes() >= grain(storageClass) || old) {
            String next = IndexMapping.indexName(storageClass, newest.number() + 1);
            catalog.create(next);
            targets.prepare(storageClass, next);
        }
    }

    private long grain(StorageClass storageClass) {
        boolean finer = room.excessBytes() > 0 && (storageClass == StorageClass.BULKY || room.isShort());
        return finer ? Math.max(1, policy.rollOverBytes() / FINER) : policy.rollOverBytes();
    }

    private void evict(List<IndexInfo> indices) throws IOException {
        List<IndexInfo> left = new ArrayList<>();
        Instant now = believed.now(indices.stream()
                .map(IndexInfo::created)
                .max(Comparator.naturalOrder())
                .orElse(null));
        long total = 0;
        long excess = room.excessBytes();
        for (IndexInfo index : indices) {
            if (isClosedFor(index, indices, policy.retention(index.storageClass()), now)) {
                delete(index, "older than its retention", false);
                excess -= index.bytes();
            } else {
                left.add(index);
                total += index.bytes();
            }
        }
        for (IndexInfo index : candidates(left, indices, now)) {
            boolean overPlan = total > policy.totalBytes();
            boolean mayGo = index.storageClass() != StorageClass.KEEP || overPlan || room.isShort();
            if (!mayGo || !overPlan && excess <= 0) {
                continue;
            }
            delete(
                    index,
                    overPlan ? "the indices hold more than their share of the disk" : "the disk is filling up",
                    true);
            left.remove(index);
            total -= index.bytes();
            excess -= index.bytes();
        }
        complainIfFull(left, total, excess);
    }

    /** What may go for room, least worth and oldest first. */
    private List<IndexInfo> candidates(List<IndexInfo> left, List<IndexInfo> indices, Instant now) {
        return left.stream()
                .filter(index -> index.storageClass() == StorageClass.KEEP
                        ? isClosedFor(index, indices, policy.keepAtLeast(), now)
                        : closedAt(index, indices).isPresent())
                .sorted(Comparator.<IndexInfo>comparingInt(i -> LEAST_WORTH_FIRST.indexOf(i.storageClass()))
                        .thenComparingInt(IndexInfo::number))
                .toList();
    }

    /** All that may go is gone: only people can say what of the rest is worth less. */
    private void complainIfFull(List<IndexInfo> left, long total, long excess) {
        boolean full = total > policy.totalBytes() || excess > 0;
        if (full && !clock.instant().isBefore(complainAgainAt)) {
            complainAgainAt = clock.instant().plus(COMPLAINT_INTERVAL);
            long kept = left.stream()
                    .filter(index -> index.storageClass() == StorageClass.KEEP)
                    .mapToLong(IndexInfo::bytes)
                    .sum();
            LOG.warnf(
                    "the disk plan is exceeded (indices %d MiB of %d, %d MiB too much on the disk) and nothing more may be evicted; evidence of"
                            + " the last days takes %d MiB. Free room on the disk, lower retention.keep-at-least in failsight.yaml, or raise"
                            + " disk.indices",
                    total >> 20, policy.totalBytes() >> 20, Math.max(0, excess) >> 20, kept >> 20);
        }
    }

    /**
     * When it was closed for writing: when the next of its class was made, which is the one being written or an older one. Numbers only grow; where
     * times do not, a clock was wrong, and the latest time up to there counts that is not in the future.
     */
    private Optional<Instant> closedAt(IndexInfo index, List<IndexInfo> indices) {
        String current = targets.current(index.storageClass());
        if (current == null || index.name().equals(current)) {
            return Optional.empty();
        }
        List<IndexInfo> ofClass = indices.stream()
                .filter(other -> other.storageClass() == index.storageClass())
                .toList();
        Instant now = clock.instant();
        return ofClass.stream()
                .filter(other -> other.number() > index.number())
                .findFirst() // they are sorted by number
                .map(next -> ofClass.stream()
                        .filter(other -> other.number() <= next.number())
                        .map(IndexInfo::created)
                        .filter(created -> !created.isAfter(now))
                        .max(Comparator.naturalOrder())
                        .orElse(now));
    }

    private boolean isClosedFor(IndexInfo index, List<IndexInfo> indices, Duration time, Instant now) {
        return closedAt(index, indices)
                .filter(closed -> closed.plus(time).isBefore(now))
                .isPresent();
    }

    private void delete(IndexInfo index, String why, boolean isForRoom) throws IOException {
        boolean loud = isForRoom && index.storageClass() == StorageClass.KEEP;
        LOG.logf(
                loud ? Logger.Level.ERROR : Logger.Level.INFO,
                "evicting index %s with %d entries%s: %s",
                index.name(),
                index.documents(),
                loud ? ", all of them evidence, since nothing else is left to go" : "",
                why);
        catalog.delete(index.name());
        evictedIndices.increment();
        evicted.accept(new Eviction(index.name(), index.storageClass(), index.documents(), why, isForRoom));
    }
}
