/** Tests of this room. */
@NullMarked
package io.failsight.engine.signal;

import org.jspecify.annotations.NullMarked;
