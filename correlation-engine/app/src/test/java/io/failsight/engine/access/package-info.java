/** Tests of this room. */
@NullMarked
package io.failsight.engine.access;

import org.jspecify.annotations.NullMarked;
