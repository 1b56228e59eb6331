/** Signals on one time scale: clocks corrected, order within a source kept, repeated statements told once. Data structures of one owner thread. */
@NullMarked
package io.failsight.core.timeline;

import org.jspecify.annotations.NullMarked;
