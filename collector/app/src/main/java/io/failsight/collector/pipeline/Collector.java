package io.failsight.collector.pipeline;

import io.failsight.collector.disk.DiskGate;
import io.failsight.collector.disk.DiskStep;
import io.failsight.collector.disk.DiskUsage;
import io.failsight.collector.disk.DiskWatch;
import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.journal.Journal;
import io.failsight.collector.journal.JournalConfig;
import io.failsight.collector.journal.JournalReader;
import io.failsight.collector.journal.RecoveryReport;
import io.failsight.collector.ledger.SourceLedger;
import io.failsight.collector.pipeline.control.ControlAnswer;
import io.failsight.collector.pipeline.control.ControlDoor;
import io.failsight.collector.pipeline.control.DeadLetterAnswers;
import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.link.Senders;
import io.failsight.collector.receive.otlp.network.OtlpNetwork;
import io.failsight.collector.signal.Mark;
import io.failsight.collector.signal.SignalConfig;
import io.failsight.collector.sink.opensearch.CanarySearch;
import io.failsight.collector.sink.opensearch.DeadLetterStore;
import io.failsight.collector.sink.opensearch.IndexCatalog;
import io.failsight.collector.sink.opensearch.IndexKeeper;
import io.failsight.collector.sink.opensearch.LetterSender;
import io.failsight.collector.sink.opensearch.OpenSearchClients;
import io.failsight.collector.sink.opensearch.OpenSearchSink;
import io.failsight.collector.sink.opensearch.Repair;
import io.failsight.collector.sink.opensearch.SentMark;
import io.failsight.collector.sink.opensearch.SinkConfig;
import io.failsight.collector.sink.opensearch.SinkStats;
import io.failsight.collector.sink.opensearch.WriteTargets;
import io.failsight.collector.watch.Announcer;
import io.failsight.collector.watch.Expectation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One collector, put together: journal, pipeline, sink and receivers, opened in the order in which they need each other and closed in the
 * reverse one. Thread-safe.
 */
final class Collector implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Collector.class);
    private static final long DEAD_LETTER_BYTES = 256L << 20;

    private final String name;
    private final InstantSource clock;
    private final IntakeCounts counts;
    private final PipelineStats pipelineStats = new PipelineStats();
    private final PipelineStats scoutStats = new PipelineStats();
    private final SinkStats sinkStats = new SinkStats();
    private final SinkStats againStats = new SinkStats();
    private final Journal journal;
    private final DiskWatch disk;
    private final DiskCare diskCare;
    private final BatchConsumer intake;
    private final SentMark sent;
    private final DeadLetterStore deadLetters;
    private final LetterSender letterSender;
    private final IndexKeeper keeper;
    private final Arrivals arrivals;
    private final SignalStream signals;
    private final LedgerKeeper sources;
    private final @Nullable CanaryWatch canary;
    private final Packs packs;
    private final OwnSignals own;
    private final EntryPipeline pipeline;
    private final Redelivery redelivery;
    private final List<Receiver> receivers = new ArrayList<>();
    private final Thread keeperThread;

    private Collector(
            CollectorConfig config,
            OperatorSettings operator,
            IntakeCounts counts,
            InstantSource clock,
            Senders senders,
            OtlpNetwork otlp)
            throws IOException {
        this.name = config.collectorName();
        this.clock = clock;
        this.counts = counts;
        Path data = config.dataDir();
        journal = Journal.open(data.resolve("journal"), journalConfig(config, operator), clock);
        report();
        SourceLedger ledger = new SourceLedger();
        disk = new DiskWatch(DiskCare.marks(operator.settings().disk()), () -> DiskUsage.of(data));
        BatchConsumer ungated = new CountingIntake(journal, counts, ledger);
        intake = new DiskGate(ungated, disk);
        Announcer announcer = new Announcer(ungated, clock, journal.cursors());
        diskCare = new DiskCare(disk, journal, announcer, data, LocalHost.name());
        deadLetters = new DeadLetterStore(data.resolve("dead-letters"), DEAD_LETTER_BYTES, clock);
        SinkConfig sinkConfig = sinkConfig(config);
        IndexCatalog catalog =
                new IndexCatalog(OpenSearchClients.open(sinkConfig.url(), sinkConfig.token()), 0, operator.promoted());
        sent = SentMark.open(data.resolve("journal").resolve("sent"));
        letterSender = new LetterSender(deadLetters, catalog, clock);
        WriteTargets targets =
                new WriteTargets(new JournalRoutes(journal.routes()), catalog, sent, journal.endOffset());
        OpenSearchSink sink = new OpenSearchSink(sinkConfig, targets, catalog, deadLetters, sinkStats, diskCare);
        keeper = new IndexKeeper(
                catalog,
                targets,
                operator.indexPolicy().withRollOverBytes(config.indices().rollOverBytes()),
                clock,
                System::nanoTime,
                diskCare,
                diskCare::evicted,
                this::repaired);
        Duration tendInterval = config.indices().tendInterval();
        packs = Packs.load(config, operator);
        List<Expectation> expectations = WatchSettings.expectations(operator.settings());
        arrivals = new Arrivals(operator.topology(), expectations, ledger);
        SignalMaker maker = new SignalMaker(operator.topology(), config.collectorName());
        JournalReader reader = journal.reader(CollectorMetrics.SINK_READER);
        Mark start = new Mark(reader.committed(), reader.committedRecords());
        signals = new SignalStream(journal, engines(config), start);
        sources = new LedgerKeeper(journal, data.resolve("sources.ledger"), ledger, start);
        sources.catchUp(start, parsing(config, operator, packs, new PipelineStats()), new ArrivalTap(arrivals));
        pipeline = new EntryPipeline(
                reader,
                parsing(config, operator, packs, pipelineStats),
                sink,
                new SignalTap(signals.feeds(), maker, arrivals),
                pipelineStats);
        redelivery = new Redelivery(
                journal,
                again -> new EntryPipeline(
                        again,
                        parsing(config, operator, packs, new PipelineStats()),
                        new OpenSearchSink(
                                sinkConfig,
                                new WriteTargets(
                                        new JournalRoutes(journal.routes()),
                                        catalog,
                                        noMark(data.resolve("journal").resolve("sent-again")),
                                        journal.endOffset()),
                                catalog,
                                deadLetters,
                                againStats,
                                diskCare),
                        new SignalTap(
                                List.of(), maker, new Arrivals(operator.topology(), List.of(), new SourceLedger())),
                        new PipelineStats()),
                () -> pipeline.processed().offset(),
                againStats);
        canary = config.canary()
                ? new CanaryWatch(
                        intake,
                        new CanarySearch(sinkConfig, CanaryWatch.SOURCE, CanaryWatch.KEY),
                        announcer,
                        clock,
                        operator.settings().canary())
                : null;
        own = new OwnSignals(
                arrivals,
                announcer,
                new GapNews(ledger, counts, announcer),
                expectations,
                WatchSettings.pollers(operator.settings(), announcer),
                () -> readUpTo(announcer.nowNanos()),
                System::nanoTime);
        signals.start(
                feeds -> new SignalTap(feeds, maker, arrivals),
                () -> pipeline.processed().offset(),
                journal::endOffset,
                () -> parsing(config, operator, packs, scoutStats));
        pipeline.start();
        keeperThread = Thread.ofVirtual().name("index-keeper").start(() -> keepIndices(tendInterval));
        receivers.addAll(Doors.of(
                config, operator, new ReceiverContext(intake, counts, clock), journal.cursors(), packs, senders, otlp));
    }

    /**
     * Opens everything but the doors.
     *
     * @throws IOException when the data folder cannot be used, or a file that is named cannot be read
     */
    static Collector open(
            CollectorConfig config, IntakeCounts counts, InstantSource clock, Senders senders, OtlpNetwork otlp)
            throws IOException {
        OperatorSettings operator = OperatorSettings.read(config.configFile()).with(senders.registry());
        return new Collector(config, operator, counts, clock, senders, otlp);
    }

    /**
     * Opens the doors.
     *
     * @throws IOException when one cannot be opened; the message names it and says what to do
     */
    void start() throws IOException {
        disk.start();
        own.start();
        if (canary != null) {
            canary.start();
        }
        for (Receiver receiver : receivers) {
            receiver.start();
            LOG.infof("receiver %s is open%s", receiver.id(), receiver.port() > 0 ? " on port " + receiver.port() : "");
        }
    }

    /** Up to when all that came was looked at, by the pipeline or a scout. */
    private long readUpTo(long nowNanos) {
        long end = journal.endOffset();
        boolean isCaughtUp = Math.max(pipeline.processed().offset(), signals.coveredOffset()) >= end;
        return isCaughtUp ? nowNanos : arrivals.lastReceivedNanos();
    }

    private void report() {
        var recovery = journal.recovery();
        for (RecoveryReport.Damage damage : recovery.damages()) {
            if (damage.mayBeTorn()) {
                LOG.warnf(
                        "the last bytes before the crash cannot be read: %s; a write that it left in pieces, of which nothing was acknowledged,"
                                + " or damage to %d records; kept in the journal's quarantine",
                        damage, damage.lostRecords());
            } else {
                LOG.errorf(
                        "the journal was damaged: %s; about %d records are lost, the rest was recovered; check the disk",
                        damage, damage.lostRecords());
            }
        }
    }

    /** New tools for one thread. */
    private static Parsing parsing(
            CollectorConfig config, OperatorSettings operator, Packs packs, PipelineStats stats) {
        return new Parsing(
                Decoders.all(operator.zone(), stats.decoderBugs()),
                new CarefulMatcher(packs.matcher(), stats.bugs()),
                new EntryFinisher(operator.topology(), config.collectorName(), LocalHost.name()));
    }

    private static List<SignalConfig> engines(CollectorConfig config) {
        Path token = streamToken(config);
        return config.engines().stream()
                .map(engine -> SignalConfig.of(engine, token, config.engineAuthorityFile()))
                .toList();
    }

    /** Where the token is that collector and engine share. */
    static Path streamToken(CollectorConfig config) {
        return config.streamTokenFile()
                .orElse(config.dataDir().resolve("secrets").resolve("stream-token"));
    }

    private static SinkConfig sinkConfig(CollectorConfig config) throws IOException {
        CollectorConfig.OpenSearch opensearch = config.opensearch();
        String token = "";
        if (opensearch.tokenFile().isPresent()) {
            token = Files.readString(opensearch.tokenFile().get()).strip();
        }
        SinkConfig defaults = SinkConfig.of(opensearch.url(), token);
        return new SinkConfig(
                opensearch.url(),
                token,
                opensearch.bodyBytes(),
                opensearch.linger(),
                opensearch.inFlight(),
                defaults.replyTimeout(),
                defaults.firstBackOff(),
                defaults.maxBackOff());
    }

    private void keepIndices(Duration interval) {
        try {
            while (true) {
                Thread.sleep(disk.step() == DiskStep.ENOUGH ? interval : interval.dividedBy(5));
                try {
                    sources.save();
                    diskCare.tend();
                    keeper.tend();
                    redelivery.tend();
                } catch (IOException e) {
                    LOG.debugf("indices could not be tended this time: %s", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("a bug kept the indices from being tended; tried again in a moment", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    BatchConsumer intake() {
        return intake;
    }

    boolean isHealthy() {
        return pipeline.isAlive() && signals.isAlive();
    }

    /** The packs, for health and metrics. */
    Packs packs() {
        return packs;
    }

    /** Registers all counters. */
    void bind(CollectorMetrics metrics) {
        List<String> ids =
                new ArrayList<>(receivers.stream().map(Receiver::id).distinct().toList());
        if (!ids.contains("otlp")) {
            ids.add("otlp");
        }
        ids.add(Announcer.RECEIVER);
        metrics.bindDoors(counts, ids);
        ids.forEach(id -> metrics.bindLinks(
                id,
                receivers.stream()
                        .filter(receiver -> receiver.id().equals(id))
                        .flatMap(receiver -> Stream.ofNullable(receiver.links()))
                        .toList()));
        metrics.bindJournal(journal);
        metrics.bindPipeline(pipelineStats);
        signals.bind(metrics);
        metrics.bindPacks(packs.live());
        own.listen(metrics.bindClocks());
        metrics.bindSources(arrivals.ledger());
        if (canary != null) {
            metrics.bindCanary(canary);
        }
        metrics.bindSink(sinkStats, keeper);
        metrics.bindDeadLetters(deadLetters, letterSender);
        metrics.bindRedelivery(againStats);
        metrics.bindDisk(disk);
    }

    /** What is delivered again was sent before, all of it: each entry is looked up in the indices of other classes, too. */
    private static SentMark noMark(Path file) {
        try {
            Files.deleteIfExists(file);
            return SentMark.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void repaired(Repair repair) {
        diskCare.repaired(repair);
        redelivery.start();
    }

    /** A part of the journal is kept for senders that failsight.yaml names, where it names any. */
    private static JournalConfig journalConfig(CollectorConfig config, OperatorSettings operator) {
        JournalConfig defaults = JournalConfig.defaults();
        DeclaredSources declared = new DeclaredSources(operator.settings());
        return defaults.withShares(defaults.sourceShare(), declared.isEmpty() ? 0 : defaults.reservedShare(), declared)
                .withSizes(
                        config.journal().budgetBytes().orElse(operator.journalBytes()),
                        config.journal().segmentBytes());
    }

    /** Answers what engines ask of it. */
    void answer(ControlDoor door) {
        new DeadLetterAnswers(deadLetters, letterSender).open(door);
        door.get("collector", question -> ControlAnswer.ok(new About(name, journal.endOffset())));
        new SourceAnswers(arrivals, clock).register(door);
        if (canary != null) {
            canary.register(door);
        }
        door.get("disk", question -> ControlAnswer.ok(diskCare.state()));
    }

    /**
     * Who answers.
     *
     * @param name of the collector, among several
     * @param journalEnd offset behind the last record that was journaled
     */
    record About(String name, long journalEnd) {}

    @Override
    public void close() {
        receivers.reversed().forEach(Receiver::close);
        keeperThread.interrupt();
        disk.close();
        packs.close();
        own.close();
        if (canary != null) {
            canary.close();
        }
        redelivery.close();
        pipeline.close();
        signals.close();
        sources.close();
        deadLetters.close();
        try {
            sent.close();
            journal.close();
        } catch (IOException e) {
            LOG.error("the journal was not closed in order; the next start repairs it", e);
        }
    }
}
