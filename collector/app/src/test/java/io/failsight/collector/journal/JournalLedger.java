package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a journal was given and what it has promised: the obligations that {@link JournalOracle} holds it to. Thread-safe. */
final class JournalLedger {
    /** A batch that was offered; {@code outcome} is null until the journal has answered. */
    static final class Sent {
        final int number;
        final Lines.Seen what;
        private volatile @Nullable Outcome outcome;
        private volatile boolean damaged;

        private Sent(int number, Lines.Seen what) {
            this.number = number;
            this.what = what;
        }

        Batch batch() {
            return Lines.batch(what.source(), what.cursor(), what.payload(), what.records());
        }

        /** Offset behind it, -1 while it is not acknowledged. */
        long acknowledgedEnd() {
            return outcome instanceof Outcome.Accepted accepted ? accepted.endOffset() : -1;
        }

        /** Offset of its first byte, negative while it is not acknowledged. */
        long acknowledgedStart() {
            Batch batch = batch();
            int texts = batch.header().receiver().length()
                    + batch.header().source().length()
                    + batch.header().peer().length()
                    + batch.header().cursor().length();
            return acknowledgedEnd() - batch.length() - texts - 60;
        }

        /** The test has destroyed it: it may be missing if that is told. */
        boolean damaged() {
            return damaged;
        }

        @Override
        public String toString() {
            return "batch " + number + " of " + what.source() + " (" + outcome + ")";
        }
    }

    /** Between which offsets a reader's position must be found. */
    record Floor(long durable, long committed) {}

    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, Floor> readers = new TreeMap<>();
    private final Map<Long, String> routes = new TreeMap<>();

    /** A batch of that source whose first line says which one it is. */
    synchronized Sent sending(String source, String cursor, int records, int size) {
        int number = sent.size();
        StringBuilder payload = new StringBuilder("batch ").append(number).append(' ');
        while (payload.length() < size) {
            payload.append((char) ('a' + payload.length() * 31 % 26 * number % 26));
        }
        Sent made = new Sent(number, new Lines.Seen(source, cursor, records, payload.toString()));
        sent.add(made);
        return made;
    }

    synchronized void answered(Sent batch, Outcome outcome) {
        batch.outcome = outcome;
    }

    synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** The batch that a payload belongs to. */
    Sent of(Lines.Seen seen) {
        String[] words = seen.payload().split(" ", 3);
        List<Sent> all = sent();
        assertTrue(words.length == 3 && words[1].matches("\\d{1,6}"), "a batch that was never sent: " + seen);
        int number = Integer.parseInt(words[1]);
        assertTrue(number < all.size(), "a batch that was never sent: " + seen);
        return all.get(number);
    }

    /** Notes that the acknowledged batches in a range are destroyed by the test; returns those that were not before. */
    synchronized List<Sent> damage(long from, long to) {
        List<Sent> hit = sent.stream()
                .filter(one -> !one.damaged && one.acknowledgedEnd() > from && one.acknowledgedStart() < to)
                .toList();
        hit.forEach(one -> one.damaged = true);
        return hit;
    }

    /** Takes {@link #damage} back, for another disk. */
    synchronized void repair(List<Sent> hit) {
        hit.forEach(one -> one.damaged = false);
    }

    synchronized void opened(JournalReader reader) {
        Floor before = readers.get(reader.name());
        // what is read at opening may come from a write whose force failed
        long durable = before == null ? reader.committed() : Math.min(before.durable, reader.committed());
        readers.put(reader.name(), new Floor(durable, reader.committed()));
    }

    synchronized void committed(JournalReader reader) {
        long durable = floor(reader.name()).durable;
        readers.put(reader.name(), new Floor(durable, reader.committed()));
    }

    /** All commits so far are durable. */
    synchronized void persisted() {
        readers.replaceAll((name, floor) -> new Floor(floor.committed, floor.committed));
    }

    /** A reader is about to be forgotten: from now on it may be there or not. */
    synchronized void forgetting(String name) {
        readers.remove(name);
    }

    /** Equal where the same was promised. */
    synchronized long fingerprint() {
        long answered = sent.stream().filter(one -> one.outcome != null).count();
        return sent.size() * 1_000_003L + answered * 31 + Objects.hash(readers, routes);
    }

    private Floor floor(String name) {
        return Objects.requireNonNull(readers.get(name), name);
    }

    synchronized Map<String, Floor> readers() {
        return new TreeMap<>(readers);
    }

    synchronized void routed(long offset, String index) {
        routes.put(offset, index);
    }

    synchronized Map<Long, String> routes() {
        return new TreeMap<>(routes);
    }
}
