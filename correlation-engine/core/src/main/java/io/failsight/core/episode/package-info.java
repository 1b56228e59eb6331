/** Where incidents begin and end: signals folded, in order, to cluster states and to stretches of evidence. Pure functions of immutable states. */
@NullMarked
package io.failsight.core.episode;

import org.jspecify.annotations.NullMarked;
