/** Tests of this room. */
@NullMarked
package io.failsight.engine.tail;

import org.jspecify.annotations.NullMarked;
