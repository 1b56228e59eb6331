package io.failsight.collector.pipeline;

import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.ledger.GapView;
import io.failsight.collector.ledger.LossView;
import io.failsight.collector.ledger.SourceLedger;
import io.failsight.collector.watch.Announcer;
import io.failsight.collector.watch.Announcer.Weight;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells people what the ledger of sources found: numbers that are missing, sources that broke their rhythm, losses that receivers noticed. At most a
 * few entries a look, so that forged numbers cannot fill the index. The pack failsight makes signals of these sentences: change them together. Not
 * thread-safe.
 */
final class GapNews {
    /** Numbers may overtake each other on the way; after that they are missing. */
    static final Duration SETTLE = Duration.ofSeconds(10);
    /** Sources that are told of by name in one look. */
    private static final int MAX_NAMED = 50;

    private static final int MAX_RANGES = 5;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final String GAPS = "gaps";
    private static final String LOSSES = "losses";
    private static final String RHYTHM = "rhythm";

    private final SourceLedger ledger;
    private final IntakeCounts counts;
    private final Announcer announcer;
    /** Gaps that were told before the start, though the ledger's file may not know it. */
    private final long gapsToldUpTo;

    private long lossesToldUpTo;

    GapNews(SourceLedger ledger, IntakeCounts counts, Announcer announcer) {
        this.ledger = ledger;
        this.counts = counts;
        this.announcer = announcer;
        this.gapsToldUpTo = number(announcer.state(GAPS));
        this.lossesToldUpTo = number(announcer.state(LOSSES));
    }

    private static long number(String state) {
        try {
            return Long.parseLong(state);
        } catch (NumberFormatException e) {
            return 0; // nothing was told yet
        }
    }

    /** @param untilNanos time of receipt up to which all that came was read */
    void look(long untilNanos) {
        gaps(untilNanos - SETTLE.toNanos());
        losses();
        rhythms(untilNanos);
    }

    private void gaps(long settledNanos) {
        int named = 0;
        for (SourceLedger.News news : ledger.untold(settledNanos)) {
            List<GapView> fresh =
                    news.gaps().stream().filter(gap -> gap.id() > gapsToldUpTo).toList();
            if (named < MAX_NAMED && (fresh.isEmpty() || tell(news, fresh))) {
                ledger.told(news);
                named += fresh.isEmpty() ? 0 : 1;
            }
        }
    }

    private boolean tell(SourceLedger.News news, List<GapView> gaps) {
        long missing = gaps.stream().mapToLong(GapView::missing).sum();
        String ranges = gaps.stream().limit(MAX_RANGES).map(GapView::ranges).collect(Collectors.joining(", "))
                + (gaps.size() > MAX_RANGES ? ", ..." : "");
        GapView last = gaps.getLast();
        String from = iso(gaps.getFirst().afterNanos());
        String to = iso(last.beforeNanos());
        String series = last.series().isEmpty() ? "" : " of " + last.series();
        String sentence = "Entries of " + news.name() + " are missing: " + missing + " received between " + from
                + " and " + to + " (numbers " + ranges + series + ")";
        Map<String, String> details = Map.of(
                "gap-source",
                news.source(),
                "gap-host",
                news.host(),
                "gap-ranges",
                ranges,
                "gap-series",
                last.series());
        return announcer.say(GAPS, Long.toString(last.id()), Weight.WARN, last.beforeNanos(), sentence, details);
    }

    private void losses() {
        for (IntakeCounts.Loss loss : counts.takeLosses()) {
            ledger.note(loss.source(), loss.records(), loss.bytes(), announcer.nowNanos(), loss.reason());
        }
        for (LossView loss : ledger.losses()) {
            if (loss.id() > lossesToldUpTo && tell(loss)) {
                lossesToldUpTo = loss.id();
            }
        }
    }

    private boolean tell(LossView loss) {
        String size = loss.records() > 0
                ? loss.records() + " records"
                : loss.bytes() > 0 ? loss.bytes() + " bytes" : "nobody knows how many";
        String concerned = loss.sources().isEmpty() ? "" : "; who may miss some: " + String.join(", ", loss.sources());
        String sentence = "Entries were lost in " + loss.where() + ": " + size + " between " + iso(loss.afterNanos())
                + " and " + iso(loss.beforeNanos()) + ", " + loss.reason() + concerned;
        return announcer.say(LOSSES, Long.toString(loss.id()), Weight.ERROR, loss.beforeNanos(), sentence, Map.of());
    }

    private void rhythms(long untilNanos) {
        int named = 0;
        for (SourceLedger.Break change : ledger.breaks(untilNanos)) {
            if (named == MAX_NAMED) {
                return; // the next look goes on
            }
            String sentence = change.silent()
                    ? "Source " + change.name() + " is silent: nothing came since " + iso(change.lastNanos())
                            + ", allowed are " + change.allowedNanos() / NANOS_PER_SECOND
                            + " s by its habit of speaking about every " + change.usualNanos() / NANOS_PER_SECOND
                            + " s"
                    : "Source " + change.name() + " speaks again";
            long time = change.silent() ? change.lastNanos() + change.allowedNanos() : change.lastNanos();
            Weight weight = change.silent() ? Weight.WARN : Weight.INFO;
            Map<String, String> details = Map.of("gap-source", change.source(), "gap-host", change.host());
            if (announcer.say(RHYTHM, Long.toString(time), weight, time, sentence, details)) {
                ledger.told(change);
            }
            named++;
        }
    }

    private static String iso(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND))
                .truncatedTo(ChronoUnit.MILLIS)
                .toString();
    }
}
