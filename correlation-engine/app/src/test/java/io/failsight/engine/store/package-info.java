/** Tests of this room. */
@NullMarked
package io.failsight.engine.store;

import org.jspecify.annotations.NullMarked;
