/** Tests of this room. */
@NullMarked
package io.failsight.engine.api.incident;

import org.jspecify.annotations.NullMarked;
