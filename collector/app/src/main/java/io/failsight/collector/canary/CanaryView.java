package io.failsight.collector.canary;

/**
 * How the canary fares. Immutable; durations are nanoseconds.
 *
 * @param sent entries that were sent since the start
 * @param found those that could be searched
 * @param lost those that were passed by later ones and never came
 * @param duplicates copies beyond the first of each
 * @param delayNanos how long the last one took until it could be searched; 0 before the first
 * @param waitingNanos how long the oldest one waits that was not found; 0 for none
 * @param late whether that is too long
 */
public record CanaryView(
        long sent, long found, long lost, long duplicates, long delayNanos, long waitingNanos, boolean late) {}
