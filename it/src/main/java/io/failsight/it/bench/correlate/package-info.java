/** {@code ./failsight bench correlate}: failovers with known truth through the real doors, in real time, judged by what the API and the receivers get. */
@NullMarked
package io.failsight.it.bench.correlate;

import org.jspecify.annotations.NullMarked;
