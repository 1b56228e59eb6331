package io.failsight.collector.sink.opensearch;

import io.failsight.model.Entry;
import io.failsight.model.EntryWriter;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Takes entries in journal order and delivers them in bulk bodies, several at a time.
 *
 * <p>{@link #beginBatch}, {@link #add} and {@link #tick} belong to the pipeline's thread; they block while all bodies are in flight, which is
 * how a slow destination holds the pipeline (and never the receivers: those end at the journal). {@link #committable} may be called from
 * any thread.
 */
public final class OpenSearchSink implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OpenSearchSink.class);
    private static final int CLASS_COUNT = StorageClass.values().length;

    private final SinkConfig config;
    private final WriteTargets targets;
    private final SinkStats stats;
    private final Room room;
    private final EntryWriter writer = new EntryWriter();
    private final Map<StorageClass, BulkBody> filling = new EnumMap<>(StorageClass.class);
    private final BlockingQueue<BulkBody> full;
    private final List<Thread> senders = new ArrayList<>();
    private final List<BulkBody> spare = new ArrayList<>();
    private final Set<BulkBody> open = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final String[] indices = new String[CLASS_COUNT];
    private final boolean[] belowRoutes = new boolean[CLASS_COUNT];
    private volatile boolean stopping;
    private boolean isUnsure;
    private boolean leavesOutBulky;
    private long batchOffset;

    /** @param room what the disk leaves to the indices */
    public OpenSearchSink(
            SinkConfig config,
            WriteTargets targets,
            IndexCatalog catalog,
            DeadLetterStore deadLetters,
            SinkStats stats,
            Room room) {
        this.room = room;
        this.config = config;
        this.targets = targets;
        this.stats = stats;
        this.full = new ArrayBlockingQueue<>(1);
        for (int i = 0; i < config.inFlight(); i++) {
            BulkDelivery delivery = new BulkDelivery(config, catalog, deadLetters, stats, () -> stopping);
            senders.add(
                    Thread.ofPlatform().name("sink-opensearch-" + i).daemon().start(() -> send(delivery)));
        }
    }

    /** What became of entries. */
    public SinkStats stats() {
        return stats;
    }

    /**
     * Announces that the following entries come from the batch at that journal offset.
     *
     * @throws IOException when no index could be made ready; the same call may succeed later and nothing was taken
     */
    public void beginBatch(long offset) throws IOException, InterruptedException {
        if (room.isHeld()) {
            throw new IOException("the disk is full");
        }
        leavesOutBulky = room.leavesOutBulky();
        targets.announce(offset);
        for (StorageClass storageClass : StorageClass.values()) {
            String index = targets.at(storageClass, offset);
            BulkBody body = filling.get(storageClass);
            if (body != null && !body.index().equals(index)) {
                submit(storageClass);
            }
            indices[storageClass.ordinal()] = index;
            belowRoutes[storageClass.ordinal()] = targets.isBelowRoutes(storageClass);
        }
        batchOffset = offset;
        isUnsure = targets.isUnsure(offset);
        if (isUnsure) {
            filling.values().forEach(this::lookElsewhere);
        }
    }

    /** Entries of an earlier process may be in the index of any class. */
    private void lookElsewhere(BulkBody body) {
        for (String index : indices) {
            if (index != null) {
                body.lookIn(index);
            }
        }
    }

    /** Takes one entry of the batch that was begun. */
    public void add(Entry entry, long incarnation, int position, int checksum) throws InterruptedException {
        StorageClass storageClass = entry.storageClass();
        if (leavesOutBulky && storageClass == StorageClass.BULKY) {
            stats.leftOut().increment();
            return;
        }
        BulkBody body = filling.get(storageClass);
        if (body == null) {
            body = take(storageClass);
        }
        body.add(entry, writer, incarnation, position, checksum);
        if (belowRoutes[storageClass.ordinal()]) {
            stats.belowRoutes().increment();
        }
        if (body.bytes().length() >= config.bodyBytes()) {
            submit(storageClass);
        }
    }

    /** Sends bodies whose first entry waited long enough; call at least every few tens of milliseconds while there is no input. */
    public void tick() throws InterruptedException {
        long oldest = System.nanoTime() - config.linger().toNanos();
        for (StorageClass storageClass : StorageClass.values()) {
            BulkBody body = filling.get(storageClass);
            if (body != null && body.openedNanos() - oldest <= 0) {
                submit(storageClass);
            }
        }
    }

    /**
     * The journal offset below which the fate of every entry is known.
     *
     * @param processedOffset offset behind the last batch that was added whole
     */
    public long committable(long processedOffset) {
        lock.lock();
        try {
            long lowest = processedOffset;
            for (BulkBody body : open) {
                lowest = Math.min(lowest, body.firstBatchOffset());
            }
            return lowest;
        } finally {
            lock.unlock();
        }
    }

    private BulkBody take(StorageClass storageClass) {
        BulkBody body = null;
        lock.lock();
        try {
            for (int i = 0; i < spare.size() && body == null; i++) {
                if (spare.get(i).storageClass() == storageClass) {
                    body = spare.remove(i);
                }
            }
            if (body == null) {
                body = new BulkBody(storageClass, 64 << 10);
            }
            String index = indices[storageClass.ordinal()];
            if (index == null) {
                throw new IllegalStateException("add before beginBatch");
            }
            body.open(index, targets.promoted(storageClass), batchOffset, System.nanoTime());
            open.add(body);
        } finally {
            lock.unlock();
        }
        if (isUnsure) {
            lookElsewhere(body);
        }
        filling.put(storageClass, body);
        return body;
    }

    private void submit(StorageClass storageClass) throws InterruptedException {
        BulkBody body = filling.remove(storageClass);
        if (body != null) {
            full.put(body);
        }
    }

    private void send(BulkDelivery delivery) {
        try (delivery) {
            while (!stopping || !full.isEmpty()) {
                BulkBody body = full.poll(100, TimeUnit.MILLISECONDS);
                if (body != null && deliverInSpiteOfBugs(delivery, body)) {
                    settled(body);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A bug in judging one reply must not end a sender: entries would wait for ever. The same body is sent again, later. */
    private boolean deliverInSpiteOfBugs(BulkDelivery delivery, BulkBody body) throws InterruptedException {
        while (true) {
            try {
                return delivery.deliver(body);
            } catch (RuntimeException e) {
                LOG.errorf(
                        e, "a bug kept a bulk body of %d entries from being delivered; it is sent again", body.count());
                if (stopping) {
                    return false;
                }
                Thread.sleep(config.maxBackOff());
            }
        }
    }

    private void settled(BulkBody body) {
        lock.lock();
        try {
            open.remove(body);
            if (spare.size() < config.inFlight() + CLASS_COUNT) {
                spare.add(body);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is there, waits for it at most that long, and stops; what did not get through comes again after the next start. */
    public void close(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (StorageClass storageClass : StorageClass.values()) {
            BulkBody body = filling.remove(storageClass);
            if (body != null && !full.offer(body, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                break;
            }
        }
        stopping = true;
        for (Thread sender : senders) {
            sender.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        senders.forEach(Thread::interrupt);
        if (committable(Long.MAX_VALUE) == Long.MAX_VALUE) {
            targets.settled(batchOffset);
        }
    }

    @Override
    public void close() throws InterruptedException {
        close(Duration.ofSeconds(10));
    }
}
