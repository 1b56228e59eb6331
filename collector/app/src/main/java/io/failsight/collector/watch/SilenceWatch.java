package io.failsight.collector.watch;

import io.failsight.collector.watch.Announcer.Weight;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Says when an expected source falls silent and when it speaks again. Silence is counted up to where the journal has been read, so that
 * a collector that lags accuses nobody, and begins at the earliest with the collector's start. Not thread-safe.
 */
public final class SilenceWatch {
    private static final String TOPIC = "silence/";
    private static final String SILENT = "silent";
    private static final String SPEAKING = "speaking";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final List<Expectation> expectations;
    private final Announcer announcer;
    private final LongSupplier readUpTo;
    private long startNanos;

    /** @param readUpTo time of receipt up to which all that came has been looked at */
    public SilenceWatch(List<Expectation> expectations, Announcer announcer, LongSupplier readUpTo) {
        this.expectations = List.copyOf(expectations);
        this.announcer = announcer;
        this.readUpTo = readUpTo;
        this.startNanos = announcer.nowNanos();
    }

    /** The clock of this machine was set: nobody is silent because of that, and everybody has as long as after a start. */
    public void clockWasSet() {
        startNanos = announcer.nowNanos();
        expectations.forEach(expected -> expected.clockWasSet(startNanos));
    }

    /** Looks at all sources. */
    public void look() {
        long until = readUpTo.getAsLong();
        for (Expectation expected : expectations) {
            boolean told = announcer.state(TOPIC + expected.name()).equals(SILENT);
            long heard = expected.heardNanos();
            long since = Math.max(heard, startNanos);
            boolean silent = until - since > expected.silentAfter().toNanos();
            if (silent && !told) {
                fellSilent(expected, heard, since + expected.silentAfter().toNanos());
            } else if (told && !silent && heard != Long.MIN_VALUE) {
                spoke(expected, heard);
            }
        }
    }

    private void fellSilent(Expectation expected, long heard, long time) {
        String since = heard == Long.MIN_VALUE ? "the collector's start" : iso(heard);
        announcer.say(
                TOPIC + expected.name(),
                SILENT,
                Weight.WARN,
                time,
                "Source " + expected.name() + " is silent: nothing came since " + since + ", allowed are "
                        + expected.silentAfter().toSeconds() + " s",
                Map.of());
    }

    private void spoke(Expectation expected, long heard) {
        announcer.say(
                TOPIC + expected.name(),
                SPEAKING,
                Weight.INFO,
                heard,
                "Source " + expected.name() + " speaks again",
                Map.of());
    }

    private static String iso(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND))
                .truncatedTo(ChronoUnit.MILLIS)
                .toString();
    }
}
