/** A cluster while signals are folded into it: immutable states that share what did not change, so that keeping many of them costs little. */
@NullMarked
package io.failsight.core.view;

import org.jspecify.annotations.NullMarked;
