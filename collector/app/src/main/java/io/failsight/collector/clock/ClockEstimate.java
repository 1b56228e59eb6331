package io.failsight.collector.clock;

/**
 * What is known of a source's written times. The true offset lies within {@code offsetNanos} plus or minus {@code uncertaintyNanos}.
 *
 * @param offsetNanos written time minus true time, a wrong zone included; 0 when unknown
 * @param uncertaintyNanos half-width of what is possible; {@link Long#MAX_VALUE} when nothing is known
 * @param zoneNanos part of the offset that is a wrongly assumed time zone: whole quarter hours, 0 for none
 * @param resolutionNanos step of the written times
 */
public record ClockEstimate(long offsetNanos, long uncertaintyNanos, long zoneNanos, long resolutionNanos) {
    /** Nothing is known. */
    public static ClockEstimate unknown(long resolutionNanos) {
        return new ClockEstimate(0, Long.MAX_VALUE, 0, resolutionNanos);
    }

    public boolean isKnown() {
        return uncertaintyNanos != Long.MAX_VALUE;
    }

    /** How far the clock itself is ahead (negative: behind), a wrong zone left out. */
    public long clockNanos() {
        return offsetNanos - zoneNanos;
    }

    /** How far the clock is apart for sure, whichever way: never negative, 0 when unknown. */
    public long apartNanos() {
        return isKnown() ? Math.max(0, Math.abs(clockNanos()) - uncertaintyNanos) : 0;
    }
}
