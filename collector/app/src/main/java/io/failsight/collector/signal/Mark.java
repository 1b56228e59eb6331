package io.failsight.collector.signal;

/**
 * A place in the journal between two batches. Immutable.
 *
 * @param offset global offset behind a batch
 * @param records records of the journal below it
 */
public record Mark(long offset, long records) {}
