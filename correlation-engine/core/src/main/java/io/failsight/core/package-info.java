/**
 * The pure core of the correlation engine: signals in, incidents and cluster states out. No clock, no I/O, no framework; the same signals give
 * the same incidents, in whatever order they arrive.
 */
@NullMarked
package io.failsight.core;

import org.jspecify.annotations.NullMarked;
