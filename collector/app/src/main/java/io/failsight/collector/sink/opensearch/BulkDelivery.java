package io.failsight.collector.sink.opensearch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Sends one bulk body after the other until the fate of every item is known. An item is created, is there already, is
 * refused for good (dead-letter store), or is sent again. Not thread-safe: one a sender thread.
 */
final class BulkDelivery implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BulkDelivery.class);
    private static final Duration COMPLAINT_INTERVAL = Duration.ofSeconds(30);

    private final SinkConfig config;
    private final BulkConnection connection;
    private final IndexCatalog catalog;
    private final DeadLetterStore deadLetters;
    private final SinkStats stats;
    private final BooleanSupplier stopping;
    private long lastComplaintNanos = System.nanoTime() - COMPLAINT_INTERVAL.toNanos();

    BulkDelivery(
            SinkConfig config,
            IndexCatalog catalog,
            DeadLetterStore deadLetters,
            SinkStats stats,
            BooleanSupplier stopping) {
        this.config = config;
        this.connection = new BulkConnection(config);
        this.catalog = catalog;
        this.deadLetters = deadLetters;
        this.stats = stats;
        this.stopping = stopping;
    }

    /**
     * Delivers the body.
     *
     * @return whether every item's fate is known; false only when the sink is stopping, and the items come again after the next start
     */
    boolean deliver(BulkBody body) throws InterruptedException {
        BulkBody rest = body;
        long waitMillis = config.firstBackOff().toMillis();
        boolean looked = body.elsewhere().isEmpty();
        while (true) {
            String trouble;
            try {
                if (!looked) {
                    rest = withoutThoseElsewhere(body);
                    looked = true;
                }
                if (rest.count() == 0) {
                    return true;
                }
                BulkConnection.Reply reply = connection.post(rest);
                stats.bodies().increment();
                stats.bytes().add(rest.bytes().length());
                if (reply.status() == 200) {
                    int before = rest.count();
                    rest = judge(rest, BulkReply.parse(reply.body()));
                    if (rest.count() == 0) {
                        return true;
                    }
                    if (rest.count() < before) {
                        waitMillis = config.firstBackOff().toMillis();
                    }
                    trouble = rest.count() + " of " + before + " entries were put off";
                } else if (reply.status() == 404 && isEvicted(rest)) {
                    stats.evicted().add(rest.count());
                    return true;
                } else {
                    trouble = "HTTP " + reply.status() + (reply.status() == 401 ? ": the token was not accepted" : "");
                }
            } catch (IOException e) {
                trouble = e.getMessage() == null ? e.toString() : e.getMessage();
            }
            if (stopping.getAsBoolean()) {
                return false;
            }
            stats.retries().increment();
            complain(trouble, waitMillis);
            Thread.sleep(waitMillis);
            waitMillis = Math.min(waitMillis * 2, config.maxBackOff().toMillis());
        }
    }

    /**
     * A pack that changed between two runs may move an entry to another class, and so to another index. What an earlier process had on its way must then
     * not be written again.
     */
    private BulkBody withoutThoseElsewhere(BulkBody body) throws IOException {
        List<String> ids = IntStream.range(0, body.count()).mapToObj(body::id).toList();
        BitSet there = new BitSet();
        for (String index : body.elsewhere()) {
            Map<String, Integer> stored = catalog.checksums(index, ids);
            for (int item = 0; item < ids.size() && !stored.isEmpty(); item++) {
                Integer checksum = stored.get(ids.get(item));
                there.set(item, there.get(item) || checksum != null && checksum == body.checksum(item));
            }
        }
        if (there.isEmpty()) {
            return body;
        }
        BulkBody rest = empty(body);
        IntStream.range(0, body.count()).filter(item -> !there.get(item)).forEach(item -> rest.addItemOf(body, item));
        stats.alreadyThere().add(there.cardinality());
        return rest;
    }

    private static BulkBody empty(BulkBody like) {
        BulkBody body = new BulkBody(like.storageClass(), 16);
        body.open(like.index(), like.promoted(), like.firstBatchOffset(), like.openedNanos());
        return body;
    }

    private void complain(String trouble, long waitMillis) {
        long now = System.nanoTime();
        if (now - lastComplaintNanos > COMPLAINT_INTERVAL.toNanos()) {
            lastComplaintNanos = now;
            LOG.warnf(
                    "OpenSearch at %s did not take entries (%s); the journal keeps them, next try in %d ms",
                    config.url(), trouble, waitMillis);
        }
    }

    /** Looks at every item's result; returns a body of those to send again. */
    private BulkBody judge(BulkBody body, BulkReply reply) throws IOException {
        BulkBody again = empty(body);
        if (reply.allCreated()) {
            stats.delivered().add(body.count());
            return again;
        }
        if (reply.items().size() != body.count()) {
            throw new IOException(
                    "sent " + body.count() + " entries and got " + reply.items().size() + " results");
        }
        Sorted sorted = Sorted.of(reply);
        // What may fail comes first: until then nothing is counted, and the whole body is sent and judged anew. A dead
        // letter may then stand
        // in the store twice.
        Map<String, Integer> stored = sorted.conflicts.isEmpty()
                ? Map.of()
                : catalog.checksums(
                        body.index(), sorted.conflicts.stream().map(body::id).toList());
        boolean evicted = !sorted.homeless.isEmpty() && isEvicted(body);
        for (int item : sorted.refused) {
            BulkReply.Item result = reply.items().get(item);
            deadLetters.put(body.id(item), body.index(), result.errorType(), result.reason(), body.document(item));
        }
        stats.delivered().add(sorted.delivered);
        stats.deadLettered().add(sorted.refused.size());
        settleConflicts(body, sorted.conflicts, stored, again);
        if (evicted) {
            stats.evicted().add(sorted.homeless.size());
        } else {
            sorted.homeless.forEach(item -> again.addItemOf(body, item));
        }
        sorted.putOff.forEach(item -> again.addItemOf(body, item));
        return again;
    }

    /** Items by what is to become of them. */
    private static final class Sorted {
        private final List<Integer> conflicts = new ArrayList<>();
        private final List<Integer> homeless = new ArrayList<>();
        private final List<Integer> refused = new ArrayList<>();
        private final List<Integer> putOff = new ArrayList<>();
        private int delivered;

        private static Sorted of(BulkReply reply) {
            Sorted sorted = new Sorted();
            for (int item = 0; item < reply.items().size(); item++) {
                switch (BulkReply.fate(reply.items().get(item))) {
                    case CREATED -> sorted.delivered++;
                    case THERE -> sorted.conflicts.add(item);
                    case HOMELESS -> sorted.homeless.add(item);
                    case PUT_OFF -> sorted.putOff.add(item);
                    case REFUSED -> sorted.refused.add(item);
                }
            }
            return sorted;
        }
    }

    /**
     * Whether the body's index was evicted: it is gone, and every index of its class that is there has a higher number, for the oldest are evicted
     * first. One that is gone otherwise was erased by somebody, or OpenSearch lost its data: it is made again, since what is journaled must
     * not be lost for that.
     */
    private boolean isEvicted(BulkBody body) throws IOException {
        int number = IndexInfo.of(body.index(), 0, 0, Instant.EPOCH, false)
                .map(IndexInfo::number)
                .orElse(0);
        List<IndexInfo> siblings = catalog.list().stream()
                .filter(index -> index.storageClass() == body.storageClass())
                .toList();
        if (siblings.stream().anyMatch(index -> index.number() == number)) {
            return false;
        }
        boolean evicted = !siblings.isEmpty() && siblings.stream().allMatch(index -> index.number() > number);
        if (!evicted) {
            LOG.warnf("index %s is gone and was not evicted: it is made again", body.index());
            catalog.create(body.index(), body.promoted());
        }
        return evicted;
    }

    private void settleConflicts(BulkBody body, List<Integer> conflicts, Map<String, Integer> stored, BulkBody again) {
        for (int item : conflicts) {
            Integer checksum = stored.get(body.id(item));
            if (checksum == null) {
                again.addItemOf(body, item); // deleted between the two requests
            } else if (checksum == body.checksum(item)) {
                stats.alreadyThere().increment();
            } else {
                stats.collisions().increment();
                LOG.errorf(
                        "entry %s is in index %s already with other content; the newer one gets another id. "
                                + "Was a data folder copied while Failsight ran?",
                        body.id(item), body.index());
                again.addItemOf(body, item);
                again.reidentify(again.count() - 1);
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
