package io.failsight.settings;

import java.time.Duration;

/**
 * How long entries are kept after their index was closed. Immutable.
 *
 * @param keep evidence such as sign-ins and failovers
 * @param normal what is neither
 * @param bulky debug lines and spans
 * @param keepAtLeast evidence that is younger is never evicted for room
 */
public record Retention(Duration keep, Duration normal, Duration bulky, Duration keepAtLeast) {}
