package io.failsight.engine.store;

import io.failsight.engine.query.Cursor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Entries that were found.
 *
 * @param total how many match in all
 * @param totalIsLowerBound whether there are more than {@code total}; they are not counted further
 * @param incomplete whether time ran out or a part of the index did not answer, so that entries may be missing
 * @param entries the page, in the order asked for
 * @param next where the page ended; empty when it is the last one
 */
public record EntryPage(
        long total,
        boolean totalIsLowerBound,
        boolean incomplete,
        List<Map<String, Object>> entries,
        Optional<Cursor> next) {
    public EntryPage {
        entries = List.copyOf(entries);
    }
}
