package io.failsight.settings;

import java.time.Duration;

/**
 * How long entries are kept after their index was closed. Immutable.
 *
 * @param keep evidence
 * @param normal what is neither
 * @param bulky debug lines and spans
 */
public record Retention(Duration keep, Duration normal, Duration bulky) {}
