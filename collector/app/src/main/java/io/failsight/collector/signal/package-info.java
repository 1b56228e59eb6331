/**
 * Signals on their way to the correlation engines. A {@link SignalFeed} for each engine takes the signals of journaled batches in order, from
 * whoever reads the journal, and remembers below which offset the engine has acknowledged everything; a {@link SignalSender} posts them, at
 * least once. What does not fit the memory stays in the journal and is made again: signals have the same id each time.
 */
@NullMarked
package io.failsight.collector.signal;

import org.jspecify.annotations.NullMarked;
