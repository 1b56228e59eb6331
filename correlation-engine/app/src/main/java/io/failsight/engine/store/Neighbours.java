package io.failsight.engine.store;

import java.util.List;
import java.util.Map;

/**
 * An entry among its own source's entries, in the order in which they were received.
 *
 * @param before the entries right before it, oldest first
 * @param entry the entry
 * @param after the entries right after it, oldest first
 */
public record Neighbours(List<Map<String, Object>> before, Map<String, Object> entry, List<Map<String, Object>> after) {
    /** Most neighbours on one side. */
    public static final int MAX_SIZE = 200;

    public Neighbours {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
