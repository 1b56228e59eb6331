/** Tests of event time. */
@NullMarked
package io.failsight.core.timeline;

import org.jspecify.annotations.NullMarked;
