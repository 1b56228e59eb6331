package io.failsight.collector.intake;

import java.time.Duration;

/** The fate of a batch. Failures that are expected are values, not exceptions. */
public sealed interface Outcome {
    /**
     * Every record is durable.
     *
     * @param endOffset journal offset behind the batch
     */
    record Accepted(long endOffset) implements Outcome {}

    /**
     * Nothing was taken; the same batch may be accepted later.
     *
     * @param kind why, by category
     * @param reason why, in words for the sender: what is wrong, where, what to do
     * @param after when to try again
     */
    record RetryLater(ErrorKind kind, String reason, Duration after) implements Outcome {}

    /**
     * Nothing was taken, and the same batch never will be.
     *
     * @param kind why, by category
     * @param reason why, in words for the sender: what is wrong, where, what to do
     */
    record Refused(ErrorKind kind, String reason) implements Outcome {}
}
