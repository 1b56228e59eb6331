/** Tests of this room. */
@NullMarked
package io.failsight.engine.query;

import org.jspecify.annotations.NullMarked;
