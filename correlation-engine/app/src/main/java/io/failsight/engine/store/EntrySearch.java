package io.failsight.engine.store;

import io.failsight.engine.query.Cursor;
import io.failsight.engine.query.IndexQuery;
import io.failsight.engine.query.TimeWindow;
import java.util.Optional;

/**
 * A question for a page of entries.
 *
 * @param query which entries
 * @param window within which time
 * @param size how many, 1 to {@link #MAX_SIZE}
 * @param newestFirst the order, by time
 * @param after where the page before ended
 */
public record EntrySearch(IndexQuery query, TimeWindow window, int size, boolean newestFirst, Optional<Cursor> after) {
    /** Most entries of a page; whoever wants more follows the cursor. */
    public static final int MAX_SIZE = 1_000;

    public EntrySearch {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_SIZE + " entries, not " + size);
        }
    }
}
