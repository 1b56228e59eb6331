/** Reads pack folders into a {@link io.failsight.collector.pack.PackSet}; what is wrong with a pack is a value with file and line. */
@NullMarked
package io.failsight.collector.pack.load;

import org.jspecify.annotations.NullMarked;
