package io.failsight.collector.ledger;

/**
 * What is known of a gap. Immutable. Times are nanoseconds since the epoch.
 *
 * @param id number of the gap within this collector, in order of the journal
 * @param series Windows channel or journald series, empty where the sender has one only
 * @param from first number that was missing
 * @param to last number that was missing
 * @param missing how many of them still are; 0 when all came late
 * @param ranges the numbers that still are, for people
 * @param afterNanos receipt of the last entry before it
 * @param beforeNanos receipt of the first entry behind it
 * @param told whether people were told
 */
public record GapView(
        long id,
        String series,
        long from,
        long to,
        long missing,
        String ranges,
        long afterNanos,
        long beforeNanos,
        boolean told) {}
