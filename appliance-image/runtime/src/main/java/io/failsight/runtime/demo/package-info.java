/** Failovers as scripts of real formulations, played through the real doors of a running appliance. */
@NullMarked
package io.failsight.runtime.demo;

import org.jspecify.annotations.NullMarked;
