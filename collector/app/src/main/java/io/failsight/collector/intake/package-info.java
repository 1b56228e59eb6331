/**
 * The one way in: a receiver decodes frames from the wire, hands a {@link Batch} to a {@link BatchConsumer}, and acknowledges to its
 * sender only after {@link Outcome.Accepted}. The journal is the consumer that receivers see; whatever wraps it keeps this contract.
 */
@NullMarked
package io.failsight.collector.intake;

import org.jspecify.annotations.NullMarked;
