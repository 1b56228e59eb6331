/** Tests of the correlator as a whole. */
@NullMarked
package io.failsight.core;

import org.jspecify.annotations.NullMarked;
