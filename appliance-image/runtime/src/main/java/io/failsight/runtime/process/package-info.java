/** Supervises child processes and knows nothing of what they are: start, probe, restart with back-off, stop in order. */
@NullMarked
package io.failsight.runtime.process;

import org.jspecify.annotations.NullMarked;
