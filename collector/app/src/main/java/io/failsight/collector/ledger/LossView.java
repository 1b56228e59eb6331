package io.failsight.collector.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * Entries that were lost without a number that says so. Immutable. Times are nanoseconds since the epoch.
 *
 * @param id number within this collector
 * @param where what lost them: the journal, a file, journald
 * @param records how many; 0 when that is not known
 * @param bytes how many bytes; 0 when that is not known
 * @param afterNanos not before
 * @param beforeNanos not after
 * @param sources who may miss some
 * @param reason what happened
 */
public record LossView(
        long id,
        String where,
        long records,
        long bytes,
        long afterNanos,
        long beforeNanos,
        List<String> sources,
        String reason) {
    /** Who spoke within a minute before may be concerned. */
    static final long AROUND_NANOS = 60_000_000_000L;
    /** Sources that are named. */
    static final int MAX_NAMES = 20;

    public LossView {
        sources = List.copyOf(sources);
    }

    void write(Line line) {
        line.add(id)
                .add(where)
                .add(records)
                .add(bytes)
                .add(afterNanos)
                .add(beforeNanos)
                .add(reason);
        line.add(sources.size());
        sources.forEach(line::add);
    }

    static LossView read(Line.Reader line) {
        long id = line.number();
        String where = line.text();
        long records = line.number();
        long bytes = line.number();
        long after = line.number();
        long before = line.number();
        String reason = line.text();
        long size = Math.min(line.number(), MAX_NAMES);
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            sources.add(line.text());
        }
        return new LossView(id, where, records, bytes, after, before, sources, reason);
    }
}
