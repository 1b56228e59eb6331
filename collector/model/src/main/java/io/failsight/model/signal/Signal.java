package io.failsight.model.signal;

import io.failsight.model.TimeSource;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One statement of a log line, of a poller or of the collector itself about a failover, with the line that proves it. Immutable and
 * thread-safe; equal when the id is.
 *
 * <p>All times are nanoseconds since the epoch. {@code timeNanos} is what the source's own clock said and is never altered; the true time
 * is about {@code timeNanos - clockOffsetNanos}.
 *
 * @param id the entry's id, with {@code #n} for the n-th further signal of the same entry; the same after a repetition
 * @param kind what it says
 * @param subject what it is about
 * @param reporter node (or host) that said it; the collector's name for what the collector found out itself
 * @param remote whether it is about the reporter's partner, not about the reporter
 * @param timeNanos when, by the clock of the source
 * @param timeSource how that time was known
 * @param resolutionNanos step of that clock as written: 1,000,000,000 for a time without fraction
 * @param observedNanos when the collector received it, by the collector's clock
 * @param source the entry's source; signals of one source are in order of {@code sequence}
 * @param sequence order of receipt within the collector
 * @param clockOffsetNanos how far the source's clock is ahead of the collector's (negative: behind), as estimated at receipt
 * @param clockUncertaintyNanos half-width of what is known of the offset; {@link #UNKNOWN_OFFSET} when nothing is
 * @param details more, by the keys below; never null values
 * @param text the line, as people read it
 */
public record Signal(
        String id,
        SignalKind kind,
        Subject subject,
        String reporter,
        boolean remote,
        long timeNanos,
        TimeSource timeSource,
        long resolutionNanos,
        long observedNanos,
        String source,
        long sequence,
        long clockOffsetNanos,
        long clockUncertaintyNanos,
        Map<String, String> details,
        String text) {
    /** {@link #clockUncertaintyNanos} when the source's clock was not estimated yet. */
    public static final long UNKNOWN_OFFSET = Long.MAX_VALUE;

    /** Id of a {@link Role}. */
    public static final String ROLE = "role";
    /** Role in the product's own word: PRIM, SECOND, MASTER. */
    public static final String PRODUCT_ROLE = "product-role";
    /** How far the node is in that role: not-ready, transient, ready. */
    public static final String STATE = "state";
    /** What is done: stop, swap, restart, stopstart, wait, alone, prim, second, start, shutdown, boot. */
    public static final String ACTION = "action";
    /** Who asked for it, in the product's own words: admin, SYSTEM, heart, errd, maxloop, boot. */
    public static final String BY = "by";
    /** Failover rule of the product that decided. */
    public static final String RULE = "rule";
    /** Why, in the product's own words: no heartbeat, remote stop. */
    public static final String REASON = "reason";
    /** Product that speaks: safekit, keepalived. */
    public static final String PRODUCT = "product";
    /** Setting that is a risk, such as failover-off. */
    public static final String SETTING = "setting";
    /** Measured offset of a clock in nanoseconds. */
    public static final String OFFSET_NANOS = "offset-nanos";
    /** Severity word of a signal that has grades, such as warning or critical for clocks. */
    public static final String GRADE = "grade";

    public Signal {
        Objects.requireNonNull(kind);
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /** The detail of that key, or an empty text. */
    public String detail(String key) {
        return details.getOrDefault(key, "");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signal signal && id.equals(signal.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
