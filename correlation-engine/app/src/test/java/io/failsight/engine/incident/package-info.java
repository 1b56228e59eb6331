/** Tests of this room. */
@NullMarked
package io.failsight.engine.incident;

import org.jspecify.annotations.NullMarked;
