package io.failsight.engine.tail;

import io.failsight.engine.query.IndexQuery;
import java.time.Instant;
import java.util.List;

/** Where a feed looks. Thread-safe. */
@FunctionalInterface
public interface TailSource {
    /**
     * Entries that were received since a time.
     *
     * @param most how many at most; the newest ones when there are more
     * @throws Exception when the index does not answer
     */
    Recent since(IndexQuery query, Instant since, int most) throws Exception;

    /**
     * What was found.
     *
     * @param total how many there are, at least
     * @param newestFirst the entries
     */
    record Recent(long total, List<Found> newestFirst) {
        public Recent {
            newestFirst = List.copyOf(newestFirst);
        }
    }

    /**
     * One entry.
     *
     * @param id its identity
     * @param observed when the collector received it
     * @param json the entry as clients get it
     */
    record Found(String id, Instant observed, String json) {}
}
