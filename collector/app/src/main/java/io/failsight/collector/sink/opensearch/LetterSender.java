package io.failsight.collector.sink.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.failsight.model.EntryField;
import io.failsight.model.PromotedField;
import io.failsight.model.PromotedKeys;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Sends dead letters again, each to the newest index of its class: the one that refused it will refuse it again, or is gone. Before that their ids are looked up
 * in all indices, so that whatever went wrong on the way, an entry is there once. One call at a time; others wait. Thread-safe.
 */
public final class LetterSender {
    /** Letters of one request. */
    private static final int CHUNK = 200;
    /** Bytes of one request, about. */
    private static final int CHUNK_BYTES = 4 << 20;
    /** A call ends soon after this, so that the one who waits for it is answered. */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(6);

    private final DeadLetterStore store;
    private final IndexCatalog catalog;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder alreadyThere = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /**
     * What became of letters.
     *
     * @param delivered are in the index now
     * @param alreadyThere were found in it
     * @param refused again, and are in the store with the new reason
     * @param left were not tried, or not answered: the same call may be made again
     */
    public record Result(int delivered, int alreadyThere, int refused, int left) {}

    public LetterSender(DeadLetterStore store, IndexCatalog catalog, InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Letters that are in the index since they were sent again. */
    public LongAdder delivered() {
        return delivered;
    }

    /** Letters that were found in the index. */
    public LongAdder alreadyThere() {
        return alreadyThere;
    }

    /** Letters that were refused again. */
    public LongAdder refused() {
        return refused;
    }

    /**
     * Sends those letters.
     *
     * @throws IOException when OpenSearch or the disk did not answer; nothing is lost, and the same call may be made again
     */
    public Result send(Collection<String> ids) throws IOException {
        Set<String> wanted = new HashSet<>(ids);
        return send(letter -> wanted.contains(letter.id()), wanted.size());
    }

    /**
     * Sends all letters that were refused before an instant: with the time of the first call, repeated calls come to an end.
     *
     * @throws IOException as {@link #send(Collection)}
     */
    public Result sendBefore(Instant before) throws IOException {
        return send(letter -> letter.at().isBefore(before), store.countBefore(before));
    }

    private Result send(Predicate<DeadLetter> wanted, int count) throws IOException {
        lock.lock();
        try {
            long deadline = System.nanoTime() + LIMIT_NANOS;
            Tally sum = new Tally();
            do {
                List<DeadLetter> chunk = store.oldest(wanted.and(letter -> !sum.seen.contains(letter.id())), CHUNK);
                if (chunk.isEmpty()) {
                    return sum.result(0);
                }
                sendChunk(bounded(chunk), sum);
            } while (System.nanoTime() < deadline);
            return sum.result(Math.max(0, count - sum.settled()));
        } finally {
            lock.unlock();
        }
    }

    private static List<DeadLetter> bounded(List<DeadLetter> letters) {
        long bytes = 0;
        for (int i = 0; i < letters.size(); i++) {
            bytes += letters.get(i).document().length();
            if (bytes > CHUNK_BYTES && i > 0) {
                return letters.subList(0, i);
            }
        }
        return letters;
    }

    private void sendChunk(List<DeadLetter> letters, Tally sum) throws IOException {
        letters.forEach(letter -> sum.seen.add(letter.id()));
        Map<String, Integer> stored =
                catalog.findEverywhere(letters.stream().map(DeadLetter::id).toList());
        Set<String> inIndex = new HashSet<>();
        List<DeadLetter> again = new ArrayList<>();
        List<DeadLetter> rest = new ArrayList<>();
        for (DeadLetter letter : letters) {
            Integer checksum = stored.get(letter.id());
            if (checksum == null) {
                rest.add(letter);
            } else if (checksum
                    == letter.tree().path(EntryField.CHECKSUM.jsonName()).asInt()) {
                inIndex.add(letter.id());
                sum.alreadyThere++;
            } else {
                again.add(letter.refusedAgain(
                        clock.instant(), letter.index(), "identity_taken", "another entry has this identity"));
            }
        }
        for (StorageClass storageClass : StorageClass.values()) {
            List<DeadLetter> ofClass = rest.stream()
                    .filter(letter -> classOf(letter) == storageClass)
                    .toList();
            if (!ofClass.isEmpty()) {
                post(storageClass, ofClass, inIndex, again, sum);
            }
        }
        store.settle(inIndex, again);
        sum.refused += again.size();
        refused.add(again.size());
        alreadyThere.add(sum.alreadyThere - sum.countedThere);
        delivered.add(sum.delivered - sum.countedDelivered);
        sum.countedThere = sum.alreadyThere;
        sum.countedDelivered = sum.delivered;
    }

    private static StorageClass classOf(DeadLetter letter) {
        return IndexInfo.of(letter.index(), 0, 0, Instant.EPOCH, false)
                .map(IndexInfo::storageClass)
                .orElse(StorageClass.NORMAL);
    }

    private void post(
            StorageClass storageClass, List<DeadLetter> letters, Set<String> inIndex, List<DeadLetter> again, Tally sum)
            throws IOException {
        Optional<IndexInfo> newest = catalog.newest(storageClass);
        if (newest.isEmpty()) {
            throw new IOException("there is no index for class " + storageClass.id() + " yet; try again in a moment");
        }
        String index = newest.get().name();
        PromotedKeys promoted = catalog.promoted(index);
        StringBuilder body = new StringBuilder();
        for (DeadLetter letter : letters) {
            body.append("{\"create\":{\"_id\":\"").append(letter.id()).append("\"}}\n");
            body.append(fitted(letter, promoted)).append('\n');
        }
        BulkReply reply = catalog.bulk(index, body.toString());
        if (!reply.allCreated() && reply.items().size() != letters.size()) {
            throw new IOException("sent " + letters.size() + " letters and got "
                    + reply.items().size() + " results");
        }
        for (int i = 0; i < letters.size(); i++) {
            DeadLetter letter = letters.get(i);
            BulkReply.Item item = reply.allCreated()
                    ? new BulkReply.Item(201, "", "")
                    : reply.items().get(i);
            switch (BulkReply.fate(item)) {
                case CREATED -> {
                    inIndex.add(letter.id());
                    sum.delivered++;
                }
                case THERE -> {
                    inIndex.add(letter.id());
                    sum.alreadyThere++;
                }
                case REFUSED -> again.add(letter.refusedAgain(clock.instant(), index, item.errorType(), item.reason()));
                case HOMELESS, PUT_OFF -> sum.putOff++;
            }
        }
    }

    /** The document with fields of their own for those attributes alone that have one in the index; the others go among the rest. */
    private static String fitted(DeadLetter letter, PromotedKeys promoted) {
        JsonNode tree = letter.tree();
        if (!(tree instanceof ObjectNode document)) {
            return letter.document();
        }
        List<String> homeless = new ArrayList<>();
        document.fieldNames()
                .forEachRemaining(name -> PromotedField.ofJsonName(name)
                        .filter(field -> !promoted.fields().contains(field))
                        .ifPresent(field -> homeless.add(name)));
        if (homeless.isEmpty()) {
            return letter.document();
        }
        ArrayNode attributes = document.withArray("/" + EntryField.ATTR.jsonName());
        for (String name : homeless) {
            String key = PromotedField.ofJsonName(name).orElseThrow().key();
            JsonNode value = document.remove(name);
            if (value.isArray()) {
                value.forEach(each -> attributes.add(key + "=" + each.asText()));
            } else {
                attributes.add(key + "=" + value.asText());
            }
        }
        return document.toString();
    }

    /** Counts of one call. */
    private static final class Tally {
        private final Set<String> seen = new HashSet<>();
        private int delivered;
        private int alreadyThere;
        private int refused;
        private int putOff;
        private int countedThere;
        private int countedDelivered;

        private int settled() {
            return delivered + alreadyThere + refused;
        }

        private Result result(int left) {
            return new Result(delivered, alreadyThere, refused, Math.max(left, putOff));
        }
    }
}
