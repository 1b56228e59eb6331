package io.failsight.collector.ledger;

import io.failsight.model.Numbering;

/**
 * What is known of one series of numbers. Immutable.
 *
 * @param name Windows channel or journald series, empty where the sender has one only
 * @param how how the sender counts
 * @param last number that came last
 * @param believed whether a hole is a loss; false while it may be meant, since the sender filters, or restarts all the time
 * @param missing numbers of known gaps that did not come since
 * @param late numbers that came after others that follow them
 * @param duplicates numbers that came twice
 * @param restarts times the sender began anew
 * @param wraps times the highest number was passed
 */
public record SeriesView(
        String name,
        Numbering how,
        long last,
        boolean believed,
        long missing,
        long late,
        long duplicates,
        long restarts,
        long wraps) {}
