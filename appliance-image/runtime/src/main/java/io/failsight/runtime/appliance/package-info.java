/** Knows the parts of Failsight: where their programs are, how they are configured, when they are ready. */
@NullMarked
package io.failsight.runtime.appliance;

import org.jspecify.annotations.NullMarked;
