/** {@code ./failsight bench}: what is promised about speed, memory and disk, measured as ratios within one run on one machine. */
@NullMarked
package io.failsight.it.bench;

import org.jspecify.annotations.NullMarked;
