/**
 * Wiring and life cycle: opens the journal, starts receivers that write to it and the one thread that reads it, decodes, matches packs and
 * feeds the sinks. Alone knows all other rooms.
 */
@NullMarked
package io.failsight.collector.pipeline;

import org.jspecify.annotations.NullMarked;
