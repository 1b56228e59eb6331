/** Tests of this room. */
@NullMarked
package io.failsight.engine.report;

import org.jspecify.annotations.NullMarked;
