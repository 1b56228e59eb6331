/**
 * What came from whom, and what did not: numbers that senders count with, and the rhythm of those that do not count. Pure computation over times in
 * nanoseconds since the epoch; only {@link io.failsight.collector.ledger.LedgerFile} touches the disk.
 */
@NullMarked
package io.failsight.collector.ledger;

import org.jspecify.annotations.NullMarked;
