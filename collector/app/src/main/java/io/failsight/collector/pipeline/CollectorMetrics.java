package io.failsight.collector.pipeline;

import io.failsight.collector.clock.ClockEstimate;
import io.failsight.collector.disk.DiskWatch;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.journal.Journal;
import io.failsight.collector.ledger.SourceLedger;
import io.failsight.collector.pack.load.LivePacks;
import io.failsight.collector.receive.link.LinkCounts;
import io.failsight.collector.signal.SignalFeed;
import io.failsight.collector.signal.SignalStats;
import io.failsight.collector.sink.opensearch.DeadLetterStore;
import io.failsight.collector.sink.opensearch.IndexKeeper;
import io.failsight.collector.sink.opensearch.LetterSender;
import io.failsight.collector.sink.opensearch.SinkStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The collector's counters as metrics. They obey conservation at any quiet moment, and a test holds them to it: received = journaled +
 * refused by receiver; journaled = delivered + already there + evicted + left out + dead-lettered + pending by sink.
 */
final class CollectorMetrics {
    static final String SINK_READER = "opensearch";

    /** Nodes whose clocks are metrics: a flood of forged host names must not become time series. */
    private static final int MAX_CLOCKS = 256;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration[] CANARY_BUCKETS = Stream.of(1, 2, 5, 10, 30, 60, 300, 1_800, 7_200)
            .map(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;

    CollectorMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void bindDoors(IntakeCounts counts, List<String> receivers) {
        for (String receiver : receivers) {
            IntakeCounts.Door door = counts.door(receiver);
            doorCounter(
                    "failsight.received",
                    "records that arrived at a door",
                    receiver,
                    door,
                    IntakeCounts.Door::received);
            doorCounter(
                    "failsight.journaled",
                    "records durable in the journal",
                    receiver,
                    door,
                    IntakeCounts.Door::journaled);
            doorCounter(
                    "failsight.journaled.bytes",
                    "payload durable in the journal",
                    receiver,
                    door,
                    IntakeCounts.Door::journaledBytes);
            for (ErrorKind kind : ErrorKind.values()) {
                FunctionCounter.builder("failsight.refused", door, d -> d.refused(kind))
                        .description("records that were not taken")
                        .tag("receiver", receiver)
                        .tag("kind", kind.label())
                        .register(registry);
            }
        }
    }

    /** Connections by door and by what became of them; doors of one id on several addresses are summed. */
    void bindLinks(String receiver, List<LinkCounts> links) {
        if (links.isEmpty()) {
            return;
        }
        Gauge.builder(
                        "failsight.connections.open",
                        links,
                        all -> all.stream().mapToInt(LinkCounts::open).sum())
                .description("connections that are open")
                .tag("receiver", receiver)
                .strongReference(true) // keeps the list, also for the counters below, which cannot
                .register(registry);
        Map<String, ToLongFunction<LinkCounts>> outcomes = Map.of(
                "accepted", LinkCounts::accepted,
                "full", LinkCounts::full,
                "not_allowed", LinkCounts::notAllowed,
                "failed_handshake", LinkCounts::failedHandshakes,
                "late", LinkCounts::late,
                "displaced", LinkCounts::displaced,
                "refused_credential", LinkCounts::refusedCredential,
                "revoked", LinkCounts::revoked,
                "slowed", LinkCounts::slowed);
        outcomes.forEach((outcome, count) -> FunctionCounter.builder(
                        "failsight.connections",
                        links,
                        all -> all.stream().mapToLong(count).sum())
                .description("connections, and why they were closed")
                .tag("receiver", receiver)
                .tag("outcome", outcome)
                .register(registry));
    }

    private void doorCounter(
            String name,
            String text,
            String receiver,
            IntakeCounts.Door door,
            ToDoubleFunction<IntakeCounts.Door> value) {
        FunctionCounter.builder(name, door, value)
                .description(text)
                .tag("receiver", receiver)
                .register(registry);
    }

    void bindJournal(Journal journal) {
        gauge(
                "failsight.journal.pending",
                "records the sink has not settled",
                journal,
                j -> j.pendingRecords(SINK_READER));
        gauge("failsight.journal.disk.bytes", "bytes of all segments on disk", journal, Journal::diskBytes);
        gauge("failsight.journal.unread.bytes", "bytes some reader still needs", journal, Journal::unreadBytes);
        gauge("failsight.journal.segments", "segments on disk", journal, Journal::segmentCount);
        counter(
                "failsight.journal.records",
                "records appended",
                journal,
                j -> j.stats().appendedRecords());
        counter(
                "failsight.journal.forces",
                "times the disk was forced",
                journal,
                j -> j.stats().forces());
        counter(
                "failsight.journal.failed.forces",
                "forces that failed",
                journal,
                j -> j.stats().failedForces());
        counter(
                "failsight.journal.lost",
                "records lost to damage",
                journal,
                j -> j.stats().lostRecords());
    }

    void bindPipeline(PipelineStats stats) {
        counter("failsight.entries", "entries decoded", stats, s -> s.entries().sum());
        counter(
                "failsight.entries.unmatched",
                "entries no pack matched",
                stats,
                s -> s.unmatched().sum());
        counter(
                "failsight.entries.failed",
                "entries no decoder understood",
                stats,
                s -> s.failed().sum());
        counter(
                "failsight.entries.pack.bugs",
                "entries a pack failed on",
                stats,
                s -> s.bugs().sum());
        counter(
                "failsight.entries.decoder.bugs",
                "records a decoder failed on",
                stats,
                s -> s.decoderBugs().sum());
        counter(
                "failsight.entries.miscounted",
                "receiver and decoder disagree",
                stats,
                s -> s.miscounted().sum());
    }

    /** made = acknowledged + refused + pending, by engine. */
    void bindSignals(URI engine, SignalFeed feed) {
        signalCounter("made", "signals found in entries", engine, feed, SignalStats::made);
        signalCounter("acknowledged", "signals on the engine's disk", engine, feed, SignalStats::acknowledged);
        signalCounter("refused", "signals the engine refused for good", engine, feed, SignalStats::refused);
        signalCounter("requests", "requests sent to the engine", engine, feed, SignalStats::requests);
        signalCounter("failures", "requests the engine did not take", engine, feed, SignalStats::failures);
        Gauge.builder("failsight.signals.pending", feed, SignalFeed::pending)
                .description("signals the engine has not acknowledged")
                .tag("engine", engine.getAuthority())
                .register(registry);
    }

    void bindLookAhead(SignalStream stream) {
        gauge(
                "failsight.signals.look.ahead",
                "1 while entries are parsed a second time, for their signals alone",
                stream,
                s -> s.isLookingAhead() ? 1 : 0);
    }

    private void signalCounter(
            String name, String text, URI engine, SignalFeed feed, Function<SignalStats, LongAdder> value) {
        FunctionCounter.builder(
                        "failsight.signals." + name,
                        feed,
                        f -> value.apply(f.stats()).sum())
                .description(text)
                .tag("engine", engine.getAuthority())
                .register(registry);
    }

    void bindPacks(LivePacks packs) {
        gauge(
                "failsight.packs.loaded",
                "packs that work",
                packs,
                p -> p.packs().labels().size());
        gauge(
                "failsight.packs.problems",
                "errors in packs",
                packs,
                p -> p.problems().size());
        counter("failsight.packs.reloads", "times packs were loaded again", packs, LivePacks::reloads);
    }

    /** Takes what is known of the clocks of nodes at each look. */
    Consumer<Map<String, ClockEstimate>> bindClocks() {
        MultiGauge offsets = MultiGauge.builder("failsight.clock.offset.seconds")
                .description("how far the node's clock is ahead of the collector's")
                .register(registry);
        MultiGauge uncertainties = MultiGauge.builder("failsight.clock.uncertainty.seconds")
                .description("half-width of what the offset may be")
                .register(registry);
        return clocks -> {
            offsets.register(rows(clocks, ClockEstimate::clockNanos), true);
            uncertainties.register(rows(clocks, ClockEstimate::uncertaintyNanos), true);
        };
    }

    private static List<MultiGauge.Row<?>> rows(
            Map<String, ClockEstimate> clocks, ToLongFunction<ClockEstimate> nanos) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        clocks.entrySet().stream()
                .filter(clock -> clock.getValue().isKnown())
                .sorted(Map.Entry.comparingByKey())
                .limit(MAX_CLOCKS)
                .forEach(clock -> rows.add(MultiGauge.Row.of(
                        Tags.of("node", clock.getKey()), nanos.applyAsLong(clock.getValue()) / NANOS_PER_SECOND)));
        return rows;
    }

    void bindSources(SourceLedger ledger) {
        gauge("failsight.sources", "hosts behind sources that were heard", ledger, SourceLedger::size);
        gauge(
                "failsight.sources.missing",
                "entries that sources numbered and that did not come",
                ledger,
                SourceLedger::missing);
    }

    /** The canary: sent = found + lost + those that wait. */
    void bindCanary(CanaryWatch canary) {
        counter(
                "failsight.canary.sent",
                "canary entries sent",
                canary,
                c -> c.view().sent());
        counter(
                "failsight.canary.found",
                "canary entries that could be searched",
                canary,
                c -> c.view().found());
        counter(
                "failsight.canary.lost",
                "canary entries that never came, though later ones did",
                canary,
                c -> c.view().lost());
        counter(
                "failsight.canary.duplicates",
                "copies of canary entries in the index",
                canary,
                c -> c.view().duplicates());
        gauge(
                "failsight.canary.waiting.seconds",
                "how long the oldest canary entry waits that cannot be searched yet, 0 for none",
                canary,
                c -> c.view().waitingNanos() / NANOS_PER_SECOND);
        gauge(
                "failsight.canary.last.delay.seconds",
                "how long the last canary entry took until it could be searched",
                canary,
                c -> c.view().delayNanos() / NANOS_PER_SECOND);
        gauge(
                "failsight.canary.late",
                "1 while a canary entry waits for too long",
                canary,
                c -> c.view().late() ? 1 : 0);
        Timer delays = Timer.builder("failsight.canary.delay")
                .description("from sending a canary entry until it could be searched")
                .serviceLevelObjectives(CANARY_BUCKETS)
                .register(registry);
        canary.listen(nanos -> delays.record(nanos, TimeUnit.NANOSECONDS));
    }

    void bindSink(SinkStats stats, IndexKeeper keeper) {
        counter(
                "failsight.sink.delivered",
                "documents created",
                stats,
                s -> s.delivered().sum());
        counter(
                "failsight.sink.already.there",
                "documents found on a retry",
                stats,
                s -> s.alreadyThere().sum());
        counter(
                "failsight.sink.evicted",
                "entries whose index is gone",
                stats,
                s -> s.evicted().sum());
        counter(
                "failsight.sink.left.out",
                "bulky entries not indexed because the disk is short",
                stats,
                s -> s.leftOut().sum());
        counter(
                "failsight.sink.dead.lettered",
                "entries refused for good",
                stats,
                s -> s.deadLettered().sum());
        counter(
                "failsight.sink.collisions",
                "identities taken by another entry",
                stats,
                s -> s.collisions().sum());
        counter(
                "failsight.sink.below.routes",
                "entries no route covered, sent to the oldest index known",
                stats,
                s -> s.belowRoutes().sum());
        counter(
                "failsight.sink.retries",
                "requests sent again",
                stats,
                s -> s.retries().sum());
        counter(
                "failsight.sink.bodies",
                "bulk bodies sent",
                stats,
                s -> s.bodies().sum());
        counter(
                "failsight.sink.bytes",
                "bytes of bulk bodies sent",
                stats,
                s -> s.bytes().sum());
        counter("failsight.indices.evicted", "indices evicted", keeper, IndexKeeper::evictedIndices);
    }

    /** What OpenSearch refused for good, and what became of it when it was sent again. */
    void bindDeadLetters(DeadLetterStore store, LetterSender sender) {
        gauge("failsight.dead.letters", "entries refused for good that are kept", store, DeadLetterStore::count);
        gauge("failsight.dead.letters.bytes", "disk that they take", store, DeadLetterStore::bytes);
        counter("failsight.dead.letters.dropped", "of them, dropped for lack of room", store, DeadLetterStore::dropped);
        resent("delivered", sender.delivered());
        resent("already-there", sender.alreadyThere());
        resent("refused", sender.refused());
    }

    private void resent(String result, LongAdder count) {
        FunctionCounter.builder("failsight.dead.letters.resent", count, LongAdder::sum)
                .description("of them, sent again")
                .tags(Tags.of("result", result))
                .register(registry);
    }

    /** What is delivered once more after an index was damaged; apart from what is delivered for the first time. */
    void bindRedelivery(SinkStats stats) {
        counter(
                "failsight.sink.redelivered",
                "entries that a damaged index had lost and the journal still had",
                stats,
                s -> s.delivered().sum());
    }

    /** Where the data folder is. */
    void bindDisk(DiskWatch disk) {
        gauge(
                "failsight.disk.used.ratio",
                "used part of the disk of the data folder, by whomever",
                disk,
                d -> d.usage().share());
        gauge(
                "failsight.disk.free.bytes",
                "what may still be written there",
                disk,
                d -> d.usage().freeBytes());
        gauge(
                "failsight.disk.step",
                "0 enough, 1 evicting, 2 degraded, 3 refusing, 4 full",
                disk,
                d -> d.step().ordinal());
    }

    private <T> void counter(String name, String text, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(text).register(registry);
    }

    private <T> void gauge(String name, String text, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(text).register(registry);
    }
}
