/**
 * An entry that passes the whole way all the time, so that somebody notices when the way is blocked, leaks or doubles. Pure computation over times in
 * nanoseconds since the epoch; who sends and who searches is the pipeline's matter.
 */
@NullMarked
package io.failsight.collector.canary;

import org.jspecify.annotations.NullMarked;
