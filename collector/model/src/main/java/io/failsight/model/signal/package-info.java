/**
 * The failover vocabulary: what a line of a log says about a failover, in words that are the same for all products. Collector and correlation
 * engine share it; it depends on nothing.
 */
@NullMarked
package io.failsight.model.signal;

import org.jspecify.annotations.NullMarked;
