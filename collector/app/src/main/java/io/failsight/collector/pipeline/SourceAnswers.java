package io.failsight.collector.pipeline;

import io.failsight.collector.clock.ClockEstimate;
import io.failsight.collector.ledger.GapView;
import io.failsight.collector.ledger.LossView;
import io.failsight.collector.ledger.SeriesView;
import io.failsight.collector.ledger.SourceView;
import io.failsight.collector.pipeline.control.ControlAnswer;
import io.failsight.collector.pipeline.control.ControlDoor;
import io.failsight.collector.pipeline.control.ControlQuestion;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an engine may ask of the ledger of sources. Times are ISO 8601, durations seconds. Thread-safe. */
final class SourceAnswers {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Arrivals arrivals;
    private final InstantSource clock;

    private record Key(String source, String host) {}

    SourceAnswers(Arrivals arrivals, InstantSource clock) {
        this.arrivals = arrivals;
        this.clock = clock;
    }

    void register(ControlDoor door) {
        door.get("sources", question -> ControlAnswer.ok(all()));
        door.get("source", this::one);
    }

    /** All sources, without what only one of them is looked at for. */
    record Sources(String at, List<Source> sources, List<Loss> losses) {}

    /** One source with the series that it counts in, and its gaps, newest first. */
    record Detail(String at, Source source, List<Series> series, List<Gap> gaps) {}

    /** One host behind one source; null where something is not known. */
    record Source(
            String source,
            String host,
            String receiver,
            String site,
            String node,
            String peer,
            @Nullable String firstSeen,
            @Nullable String lastSeen,
            long entries,
            long bytes,
            long refused,
            double perSecond,
            double quietSeconds,
            @Nullable Double allowedSeconds,
            @Nullable Double usualSeconds,
            boolean declared,
            boolean silent,
            @Nullable Double clockOffsetSeconds,
            @Nullable Double clockUncertaintySeconds,
            @Nullable String counting,
            long missing,
            int gaps) {}

    /** How it counts its entries. */
    record Series(
            String name,
            String how,
            long last,
            boolean believed,
            long missing,
            long late,
            long duplicates,
            long restarts,
            long wraps) {}

    /** Numbers that did not come. */
    record Gap(
            long id,
            String series,
            long from,
            long to,
            long missing,
            String ranges,
            @Nullable String after,
            @Nullable String before,
            boolean told) {}

    /** A loss that no number shows. */
    record Loss(
            String where,
            long records,
            long bytes,
            @Nullable String after,
            @Nullable String before,
            List<String> sources,
            String reason) {}

    private Sources all() {
        long now = nanos();
        Map<Key, ClockEstimate> clocks = clocks(now);
        return new Sources(
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                arrivals.ledger().views(now).stream()
                        .map(view -> source(view, clocks))
                        .toList(),
                arrivals.ledger().losses().reversed().stream()
                        .map(SourceAnswers::loss)
                        .toList());
    }

    private ControlAnswer one(ControlQuestion question) {
        Optional<String> source = question.parameter("source");
        if (source.isEmpty()) {
            return ControlAnswer.wrong("which source? name it: source?source=...&host=...");
        }
        String host = question.parameter("host").orElse("");
        long now = nanos();
        return arrivals.ledger().views(now).stream()
                .filter(view ->
                        view.source().equals(source.get()) && view.host().equals(host))
                .findFirst()
                .map(view -> ControlAnswer.ok(new Detail(
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                        source(view, clocks(now)),
                        view.series().stream().map(SourceAnswers::series).toList(),
                        view.gaps().stream()
                                .sorted((a, b) -> Long.compare(b.id(), a.id()))
                                .map(SourceAnswers::gap)
                                .toList())))
                .orElseGet(() -> ControlAnswer.notFound("nothing is known of a source " + source.get()
                        + (host.isEmpty() ? "" : " with a host " + host) + "; see the list of sources"));
    }

    private long nanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private Map<Key, ClockEstimate> clocks(long now) {
        Map<Key, ClockEstimate> clocks = new HashMap<>();
        for (Arrival arrival : arrivals.all()) {
            clocks.put(
                    new Key(arrival.source(), arrival.host()), arrival.clock().estimate(now));
        }
        return clocks;
    }

    private static Source source(SourceView view, Map<Key, ClockEstimate> clocks) {
        ClockEstimate estimate = clocks.getOrDefault(new Key(view.source(), view.host()), ClockEstimate.unknown(1));
        boolean isKnown = estimate.isKnown();
        return new Source(
                view.source(),
                view.host(),
                view.receiver(),
                view.place().site(),
                view.place().node(),
                view.place().peer(),
                iso(view.firstNanos()),
                iso(view.lastNanos()),
                view.entries(),
                view.bytes(),
                view.refused(),
                rounded(view.perSecond()),
                rounded(view.quietNanos() / NANOS_PER_SECOND),
                seconds(view.allowedNanos()),
                seconds(view.usualNanos()),
                view.place().silentAfterNanos() > 0,
                view.silent(),
                isKnown ? Double.valueOf(rounded(estimate.clockNanos() / NANOS_PER_SECOND)) : null,
                isKnown ? Double.valueOf(rounded(estimate.uncertaintyNanos() / NANOS_PER_SECOND)) : null,
                counting(view),
                view.missing(),
                (int) view.gaps().stream().filter(gap -> gap.missing() > 0).count());
    }

    /** How it counts; null when it does not, or not so that a hole means anything. */
    private static @Nullable String counting(SourceView view) {
        return view.series().stream()
                .filter(SeriesView::believed)
                .map(series -> series.how().id())
                .findFirst()
                .orElse(null);
    }

    private static Series series(SeriesView series) {
        return new Series(
                series.name(),
                series.how().id(),
                series.last(),
                series.believed(),
                series.missing(),
                series.late(),
                series.duplicates(),
                series.restarts(),
                series.wraps());
    }

    private static Gap gap(GapView gap) {
        return new Gap(
                gap.id(),
                gap.series(),
                gap.from(),
                gap.to(),
                gap.missing(),
                gap.ranges(),
                iso(gap.afterNanos()),
                iso(gap.beforeNanos()),
                gap.told());
    }

    private static Loss loss(LossView loss) {
        return new Loss(
                loss.where(),
                loss.records(),
                loss.bytes(),
                iso(loss.afterNanos()),
                iso(loss.beforeNanos()),
                loss.sources(),
                loss.reason());
    }

    private static @Nullable Double seconds(long nanos) {
        return nanos == 0 ? null : Double.valueOf(rounded(nanos / NANOS_PER_SECOND));
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    private static @Nullable String iso(long nanos) {
        return nanos == 0
                ? null
                : Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toString();
    }
}
