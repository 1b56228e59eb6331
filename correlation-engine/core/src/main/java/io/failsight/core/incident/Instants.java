package io.failsight.core.incident;

import org.jspecify.annotations.Nullable;

/**
 * The six instants of a failover; null where it has not come to that, or nothing tells. Immutable.
 *
 * @param lastGood last proof that the service worked before
 * @param fault when it broke
 * @param detected when the product noticed
 * @param decided when the product decided who serves
 * @param restored when clients could be served again
 * @param redundant when a further failure could be borne again
 */
public record Instants(
        @Nullable Moment lastGood,
        @Nullable Moment fault,
        @Nullable Moment detected,
        @Nullable Moment decided,
        @Nullable Moment restored,
        @Nullable Moment redundant) {}
