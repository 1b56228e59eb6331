/**
 * How far the clocks of sources are apart from the collector's, from nothing but arrivals: a line cannot arrive before it was written, so the
 * lowest of (receipt - written time) over a while bounds the clock from one side, and the shortest delay that is to be expected from the other.
 * Pure computation; times are nanoseconds since the epoch.
 */
@NullMarked
package io.failsight.collector.clock;

import org.jspecify.annotations.NullMarked;
