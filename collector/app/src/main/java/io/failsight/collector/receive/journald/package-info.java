/** Door {@code journald}: the journal of this machine, as its own {@code journalctl} gives it. */
@NullMarked
package io.failsight.collector.receive.journald;

import org.jspecify.annotations.NullMarked;
