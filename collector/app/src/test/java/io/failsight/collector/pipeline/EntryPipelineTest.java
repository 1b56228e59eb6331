package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.journal.Journal;
import io.failsight.collector.journal.JournalConfig;
import io.failsight.collector.journal.JournalReader;
import io.failsight.collector.ledger.SourceLedger;
import io.failsight.collector.pack.SignalDraft;
import io.failsight.collector.signal.Mark;
import io.failsight.collector.signal.ScriptedEngine;
import io.failsight.collector.sink.opensearch.DeadLetterStore;
import io.failsight.collector.sink.opensearch.IndexCatalog;
import io.failsight.collector.sink.opensearch.OpenSearchClients;
import io.failsight.collector.sink.opensearch.OpenSearchSink;
import io.failsight.collector.sink.opensearch.Room;
import io.failsight.collector.sink.opensearch.SentMark;
import io.failsight.collector.sink.opensearch.SinkConfig;
import io.failsight.collector.sink.opensearch.SinkStats;
import io.failsight.collector.sink.opensearch.WriteTargets;
import io.failsight.model.PromotedKeys;
import io.failsight.model.signal.SignalKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EntryPipelineTest {
    private static final InstantSource CLOCK = InstantSource.system();

    private @TempDir Path folder;

    private Path journalWithOneBatch() throws IOException {
        Path journal = folder.resolve("journal");
        byte[] line = "hello".getBytes(StandardCharsets.UTF_8);
        BatchHeader header = new BatchHeader(Content.TEXT, Framing.LINES, "file", "file/a.log", "", 1, 1, "");
        try (Journal opened = Journal.open(journal, JournalConfig.defaults(), CLOCK)) {
            Outcome outcome = opened.accept(new Batch(header, line, 0, line.length), Duration.ofSeconds(5));
            assertTrue(outcome instanceof Outcome.Accepted, outcome::toString);
        }
        try (Stream<Path> files = Files.list(journal.resolve("segments"))) {
            return files.filter(file -> file.toString().endsWith(".seg"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void goesOnWhenTheJournalCanBeReadAgain() throws Exception {
        Path segment = journalWithOneBatch();
        Path away = folder.resolve("away");
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger early = new AtomicInteger();
        HttpServer opensearch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        opensearch.createContext("/", exchange -> {
            early.addAndGet(Files.exists(segment) ? 0 : 1);
            asked.countDown();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        opensearch.start();
        URI url = URI.create("http://127.0.0.1:" + opensearch.getAddress().getPort());
        PipelineStats stats = new PipelineStats();
        try (Journal journal = Journal.open(folder.resolve("journal"), JournalConfig.defaults(), CLOCK);
                DeadLetterStore deadLetters = new DeadLetterStore(folder.resolve("dead"), 1 << 20, CLOCK)) {
            Files.move(segment, away);
            IndexCatalog catalog = new IndexCatalog(OpenSearchClients.open(url, ""), 0, PromotedKeys.NONE);
            WriteTargets targets = new WriteTargets(
                    new JournalRoutes(journal.routes()),
                    catalog,
                    SentMark.open(folder.resolve("sent")),
                    journal.endOffset());
            Parsing parsing = new Parsing(
                    Decoders.all(ZoneId.of("UTC"), stats.decoderBugs()),
                    entry -> List.of(),
                    new EntryFinisher(new Topology(), "collector-1", "host"));
            EntryPipeline pipeline = new EntryPipeline(
                    journal.reader("opensearch"),
                    parsing,
                    new OpenSearchSink(
                            SinkConfig.of(url, ""), targets, catalog, deadLetters, new SinkStats(), Room.ENOUGH),
                    new SignalTap(
                            List.of(),
                            new SignalMaker(new Topology(), "collector-1"),
                            new Arrivals(new Topology(), List.of(), new SourceLedger())),
                    stats);
            try (pipeline) {
                pipeline.start();
                assertTrue(!asked.await(500, TimeUnit.MILLISECONDS) && pipeline.isAlive(), "it waits for its journal");
                Files.move(away, segment);
                assertTrue(asked.await(30, TimeUnit.SECONDS), "it asks OpenSearch for the index of what it read");
            }
        } finally {
            opensearch.stop(0);
        }
        assertEquals(0, early.get());
    }

    @Test
    void signalsFlowWhileOpenSearchIsAway() throws Exception {
        PipelineStats stats = new PipelineStats();
        URI nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        journalWithOneBatch();
        try (ScriptedEngine engine = new ScriptedEngine(() -> ScriptedEngine.Deed.TAKE);
                Journal journal = Journal.open(folder.resolve("journal"), JournalConfig.defaults(), CLOCK);
                DeadLetterStore deadLetters = new DeadLetterStore(folder.resolve("dead"), 1 << 20, CLOCK)) {
            IndexCatalog catalog = new IndexCatalog(OpenSearchClients.open(nobody, ""), 0, PromotedKeys.NONE);
            WriteTargets targets = new WriteTargets(
                    new JournalRoutes(journal.routes()),
                    catalog,
                    SentMark.open(folder.resolve("sent")),
                    journal.endOffset());
            JournalReader reader = journal.reader("opensearch");
            Supplier<Parsing> parsings = () -> new Parsing(
                    Decoders.all(ZoneId.of("UTC"), stats.decoderBugs()),
                    entry -> List.of(
                            new SignalDraft(SignalKind.NODE_DOWN, false, "", "n2", "os", "heart", "", Map.of())),
                    new EntryFinisher(new Topology(), "collector-1", "host"));
            SignalMaker maker = new SignalMaker(new Topology(), "collector-1");
            Arrivals arrivals = new Arrivals(new Topology(), List.of(), new SourceLedger());
            SignalStream stream = new SignalStream(
                    journal,
                    List.of(SignalBed.config(engine.address(), 1 << 20)),
                    new Mark(reader.committed(), reader.committedRecords()));
            EntryPipeline pipeline = new EntryPipeline(
                    reader,
                    parsings.get(),
                    new OpenSearchSink(
                            SinkConfig.of(nobody, ""), targets, catalog, deadLetters, new SinkStats(), Room.ENOUGH),
                    new SignalTap(stream.feeds(), maker, arrivals),
                    stats);
            try (pipeline;
                    stream) {
                pipeline.start();
                stream.start(
                        feeds -> new SignalTap(feeds, maker, arrivals),
                        () -> pipeline.processed().offset(),
                        journal::endOffset,
                        parsings);
                SignalBed.await(() -> engine.acknowledged.size() == 1, "the signal arrives");
                assertEquals(0, stats.entries().sum(), "while the sink has nothing");
            }
        }
    }
}
