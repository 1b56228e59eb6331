/**
 * Door {@code file}: follows growing log files by glob, over rotation, truncation and restarts, and journals each record together with
 * the position behind it. A position moves only when the records before it are durable.
 */
@NullMarked
package io.failsight.collector.receive.filetail;

import org.jspecify.annotations.NullMarked;
