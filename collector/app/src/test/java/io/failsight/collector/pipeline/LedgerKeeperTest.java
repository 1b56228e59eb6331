package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.journal.Journal;
import io.failsight.collector.journal.JournalConfig;
import io.failsight.collector.journal.JournalReader;
import io.failsight.collector.journal.JournaledBatch;
import io.failsight.collector.ledger.SeriesView;
import io.failsight.collector.ledger.SourceLedger;
import io.failsight.collector.ledger.SourceView;
import io.failsight.collector.signal.Mark;
import io.failsight.model.Numbering;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the journal to the ledger of sources, with the decoders, over restarts. */
final class LedgerKeeperTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path folder;

    private long nanos = NOW.getEpochSecond() * 1_000_000_000L;

    /** A collector's life, as far as the ledger knows it. */
    private final class Life implements AutoCloseable {
        private final Journal journal;
        private final JournalReader reader;
        private final SourceLedger ledger = new SourceLedger();
        private final LedgerKeeper keeper;
        private final ArrivalTap tap;
        private final Parsing parsing = new Parsing(
                Decoders.all(ZoneId.of("UTC"), new LongAdder()),
                entry -> List.of(),
                new EntryFinisher(new Topology(), "collector-1", "here"));

        private Life() throws IOException {
            journal = Journal.open(folder.resolve("journal"), JournalConfig.defaults(), () -> NOW);
            reader = journal.reader(CollectorMetrics.SINK_READER);
            Mark start = new Mark(reader.committed(), reader.committedRecords());
            Arrivals arrivals = new Arrivals(new Topology(), List.of(), ledger);
            keeper = new LedgerKeeper(journal, folder.resolve("sources.ledger"), ledger, start);
            keeper.catchUp(start, parsing, new ArrivalTap(arrivals));
            tap = new ArrivalTap(arrivals);
        }

        private void accept(Content content, String source, String... lines) {
            byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
            nanos += 1_000_000;
            BatchHeader header =
                    new BatchHeader(content, Framing.LINES, "syslog", source, "192.0.2.1", nanos, lines.length, "");
            Outcome outcome = journal.accept(new Batch(header, bytes, 0, bytes.length), Duration.ofSeconds(5));
            assertTrue(outcome instanceof Outcome.Accepted, outcome::toString);
        }

        /** What the pipeline does with all that is there; committed at once, as if OpenSearch had it. */
        private void read() throws InterruptedException {
            @Nullable JournaledBatch batch = reader.next(Duration.ZERO);
            while (batch != null) {
                tap.begin(batch.header());
                parsing.decode(batch, (entry, offset, length) -> {
                    parsing.finisher().beforePacks(entry);
                    parsing.finisher().afterPacks(entry, 0, 0);
                    tap.take(entry, length);
                });
                tap.end(new Mark(batch.nextOffset(), batch.recordsBehind()));
                reader.commit(batch.nextOffset());
                batch = reader.next(Duration.ZERO);
            }
        }

        private SourceView view(String source) {
            return ledger.views(nanos).stream()
                    .filter(view -> view.source().equals(source))
                    .findFirst()
                    .orElseThrow();
        }

        /** As a killed process would: the ledger's file stays as it was. */
        private void die() throws IOException {
            reader.close();
            journal.close();
        }

        @Override
        public void close() throws IOException {
            keeper.close();
            die();
        }
    }

    private static String[] syslog(long... numbers) {
        return LongStream.of(numbers)
                .mapToObj(number -> "<13>1 2026-11-20T10:00:00." + String.format("%06d", number)
                        + "Z n1 app 1 - [meta sequenceId=\"" + number + "\"] hello")
                .toArray(String[]::new);
    }

    @Test
    void countsWhatThePipelinePassedBeforeACrash() throws Exception {
        Life first = new Life();
        first.accept(Content.SYSLOG, "s", syslog(1, 2, 3));
        first.read();
        first.keeper.save();
        first.accept(Content.SYSLOG, "s", syslog(4, 7));
        first.read();
        first.die();
        try (Life second = new Life()) {
            assertEquals(5, second.view("s").entries());
            assertEquals(2, second.view("s").missing());
            second.accept(Content.SYSLOG, "s", syslog(8, 9));
            second.read();
            assertEquals(7, second.view("s").entries());
            assertEquals(2, second.view("s").missing());
            assertEquals(List.of(), second.ledger.losses());
        }
        try (Life third = new Life()) {
            assertEquals(7, third.view("s").entries());
        }
    }

    @Test
    void withoutItsFileItBeginsAnewAndClaimsNothing() throws Exception {
        try (Life first = new Life()) {
            first.accept(Content.SYSLOG, "s", syslog(1, 2, 3));
            first.read();
        }
        Files.writeString(folder.resolve("sources.ledger"), "garbage");
        try (Life second = new Life()) {
            second.accept(Content.SYSLOG, "s", syslog(90, 91));
            second.read();
            assertEquals(2, second.view("s").entries());
            assertEquals(0, second.view("s").missing());
        }
    }

    @Test
    void anotherJournalIsNoGap() throws Exception {
        try (Life first = new Life()) {
            first.accept(Content.SYSLOG, "s", syslog(1, 2, 3));
            first.read();
        }
        Files.move(folder.resolve("journal"), folder.resolve("former"));
        try (Life second = new Life()) {
            second.accept(Content.SYSLOG, "s", syslog(90, 91));
            second.read();
            assertEquals(5, second.view("s").entries());
            assertEquals(0, second.view("s").missing());
        }
    }

    @Test
    void readsTheNumbersOfEachKindOfSender() throws Exception {
        try (Life life = new Life()) {
            life.accept(Content.SYSLOG, "rfc5424", syslog(7, 9));
            life.accept(
                    Content.SYSLOG,
                    "cisco",
                    LongStream.rangeClosed(1, 300)
                            .filter(number -> number != 250)
                            .mapToObj(number -> "<189>" + String.format("%06d", number)
                                    + ": Nov 20 10:00:00.123: %LINK-3-UPDOWN: Interface Gi0/1, changed state to up")
                            .toArray(String[]::new));
            life.accept(Content.JSON, "winlogbeat", winlogbeat("Security", 1, 300));
            life.accept(Content.JSON, "winlogbeat", winlogbeat("System", 900, 1_200));
            life.accept(Content.JSON, "winlogbeat", winlogbeat("Security", 304, 310));
            life.accept(
                    Content.JOURNALD,
                    "journald",
                    LongStream.rangeClosed(0x3c0, 0x500)
                            .filter(number -> number < 0x4a0 || number > 0x4af)
                            .mapToObj(number -> "{\"__CURSOR\":\"s=2b3c;i=" + Long.toHexString(number)
                                    + ";b=99;m=1;t=2;x=3\",\"MESSAGE\":\"hello\",\"_HOSTNAME\":\"n1\"}")
                            .toArray(String[]::new));
            life.accept(Content.JSON, "plain", "{\"message\":\"hello\",\"Channel\":\"x\"}");
            life.read();
            assertEquals("8", life.view("rfc5424").gaps().getFirst().ranges());
            assertEquals("250", life.view("cisco").gaps().getFirst().ranges());
            SourceView windows = life.view("winlogbeat");
            assertEquals("w1", windows.host());
            assertEquals(
                    List.of("Security", "System"),
                    windows.series().stream().map(SeriesView::name).toList());
            assertEquals("301-303", windows.gaps().getFirst().ranges());
            assertEquals("Security", windows.gaps().getFirst().series());
            assertEquals(3, windows.missing());
            SourceView journald = life.view("journald");
            assertEquals(Numbering.JOURNALD, journald.series().getFirst().how());
            assertEquals(16, journald.missing());
            assertEquals(List.of(), life.view("plain").series());
            assertNull(life.view("plain").gaps().stream().findAny().orElse(null));
        }
    }

    private static String[] winlogbeat(String channel, int from, int to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(number ->
                        "{\"@timestamp\":\"2026-11-20T10:00:00.000Z\",\"message\":\"hello\",\"winlog\":{\"record_id\":"
                                + (number % 2 == 0 ? "\"" + number + "\"" : number) + ",\"channel\":\"" + channel
                                + "\",\"computer_name\":\"w1\"}}")
                .collect(Collectors.toList())
                .toArray(String[]::new);
    }
}
