package io.failsight.collector.ledger;

/**
 * Where a source stands by what the appliance knows, not by what it claims. Immutable; what is not known is empty.
 *
 * @param site site by failsight.yaml
 * @param node node by failsight.yaml
 * @param peer address it sends from
 * @param silentAfterNanos how long it may be quiet, where somebody declared it; 0 where nobody did
 */
public record SourcePlace(String site, String node, String peer, long silentAfterNanos) {
    /** Nothing is known. */
    public static final SourcePlace UNKNOWN = new SourcePlace("", "", "", 0);
}
