/**
 * The durable journal between receivers and everything that reads: a batch is acknowledged when its bytes are forced to disk, is read by several
 * readers at their own pace, and survives the death of the process and of the machine. Start at {@link
 * io.failsight.collector.journal.Journal}. Files: {@code lock}, {@code segments/}, {@code readers/}, {@code quarantine/}, {@code routes}.
 */
@NullMarked
package io.failsight.collector.journal;

import org.jspecify.annotations.NullMarked;
