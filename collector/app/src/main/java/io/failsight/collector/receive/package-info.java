/**
 * Doors: each receiver takes frames from its wire, hands them as batches to the one {@link
 * io.failsight.collector.intake.BatchConsumer}, and acknowledges to its sender only what was accepted. Receivers parse no more
 * than framing: what a record means is found out after the journal.
 */
@NullMarked
package io.failsight.collector.receive;

import org.jspecify.annotations.NullMarked;
