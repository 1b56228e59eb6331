package io.failsight.collector.ledger;

import java.util.List;

/**
 * What is known of one host behind one source. Immutable. Times are nanoseconds since the epoch, 0 for never.
 *
 * @param source one sender at one door
 * @param host host name that it claims, empty for none
 * @param receiver door
 * @param place where it stands by failsight.yaml
 * @param firstNanos when it was heard first
 * @param lastNanos when it was heard last
 * @param entries entries that were read from the journal
 * @param bytes their bytes as they came
 * @param refused records of this source, whatever host, that were not taken
 * @param perSecond entries a second over the last minute or so
 * @param quietNanos how long nothing came
 * @param allowedNanos how long it may be quiet, declared or by its rhythm; 0 where neither is known
 * @param usualNanos its usual pause; 0 while it is not learned
 * @param series how it counts its entries
 * @param gaps numbers that did not come, oldest first; the last ones of each series
 */
public record SourceView(
        String source,
        String host,
        String receiver,
        SourcePlace place,
        long firstNanos,
        long lastNanos,
        long entries,
        long bytes,
        long refused,
        double perSecond,
        long quietNanos,
        long allowedNanos,
        long usualNanos,
        List<SeriesView> series,
        List<GapView> gaps) {
    public SourceView {
        series = List.copyOf(series);
        gaps = List.copyOf(gaps);
    }

    /** Whether it is quiet for longer than it may be. */
    public boolean silent() {
        return allowedNanos > 0 && quietNanos > allowedNanos;
    }

    /** Numbers that are missing in all its series. */
    public long missing() {
        return series.stream().mapToLong(SeriesView::missing).sum();
    }
}
