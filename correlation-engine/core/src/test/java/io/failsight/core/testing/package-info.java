/** What tests of the core share: scenes of failovers, told as the products tell them. */
@NullMarked
package io.failsight.core.testing;

import org.jspecify.annotations.NullMarked;
