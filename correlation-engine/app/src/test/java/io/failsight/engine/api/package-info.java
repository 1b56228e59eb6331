/** Tests of this room. */
@NullMarked
package io.failsight.engine.api;

import org.jspecify.annotations.NullMarked;
