/** The parts of Failsight as real processes, for integration tests and benches. */
@NullMarked
package io.failsight.it;

import org.jspecify.annotations.NullMarked;
