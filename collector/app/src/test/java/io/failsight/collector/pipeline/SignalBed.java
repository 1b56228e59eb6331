package io.failsight.collector.pipeline;

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
import io.failsight.collector.ledger.SourceLedger;
import io.failsight.collector.pack.EntryMatcher;
import io.failsight.collector.pack.SignalDraft;
import io.failsight.collector.signal.Mark;
import io.failsight.collector.signal.SignalConfig;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.signal.SignalKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** A real journal, a real stream, and in the pipeline's place a thread that can be held. Lines with {@code signal} in them are signals. */
final class SignalBed implements AutoCloseable {
    final Journal journal;
    final SignalStream stream;
    /** Entries that the scouts parsed. */
    final AtomicLong scouted = new AtomicLong();

    private final JournalReader reader;
    private final Parsing parsing = parsing(new AtomicLong());
    private final SignalTap tap;
    private final Thread thread;
    private volatile Mark processed;
    private volatile boolean held;
    private volatile boolean stopping;

    private static final Path TOKEN = token();

    private static Path token() {
        try {
            Path file = Files.createTempFile("token", "");
            file.toFile().deleteOnExit();
            return Files.writeString(file, "abc\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SignalConfig config(URI engine, int maxQueuedBytes) {
        return new SignalConfig(
                engine,
                TOKEN,
                Optional.empty(),
                maxQueuedBytes,
                Duration.ofMillis(700),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(50));
    }

    SignalBed(Path folder, List<SignalConfig> engines) throws IOException {
        this(folder, JournalConfig.defaults(), engines, false);
    }

    SignalBed(Path folder, JournalConfig journalConfig, List<SignalConfig> engines, boolean held) throws IOException {
        this.held = held;
        journal = Journal.open(folder, journalConfig, InstantSource.system());
        reader = journal.reader("opensearch");
        processed = new Mark(reader.committed(), reader.committedRecords());
        SignalMaker maker = new SignalMaker(new Topology(), "collector-1");
        stream = new SignalStream(journal, engines, processed);
        Arrivals arrivals = new Arrivals(new Topology(), List.of(), new SourceLedger());
        tap = new SignalTap(stream.feeds(), maker, arrivals);
        thread = Thread.ofPlatform().daemon().start(this::run);
        stream.start(
                feeds -> new SignalTap(feeds, maker, arrivals),
                () -> processed.offset(),
                journal::endOffset,
                () -> parsing(scouted));
    }

    private static Parsing parsing(AtomicLong entries) {
        EntryMatcher packs = entry -> {
            entries.incrementAndGet();
            return drafts(entry);
        };
        return new Parsing(
                Decoders.all(ZoneId.of("UTC"), new LongAdder()),
                packs,
                new EntryFinisher(new Topology(), "collector-1", "host"));
    }

    private static List<SignalDraft> drafts(Entry entry) {
        String body = entry.string(EntryField.BODY);
        if (body == null || !body.contains("signal")) {
            return List.of();
        }
        SignalDraft draft = new SignalDraft(SignalKind.NODE_DOWN, false, "c", "", "os", "heart", "", Map.of());
        return body.contains("two signals") ? List.of(draft, draft) : List.of(draft);
    }

    private void run() {
        try {
            while (!stopping) {
                JournaledBatch batch = held ? null : reader.next(Duration.ofMillis(20));
                if (batch == null) {
                    Thread.sleep(5);
                    continue;
                }
                Mark from = processed;
                Mark to = new Mark(batch.nextOffset(), batch.recordsBehind());
                tap.begin(batch, from, to);
                parsing.decode(batch, (entry, offset, length) -> {
                    int within = offset - batch.payloadOffset();
                    parsing.finisher().beforePacks(entry);
                    List<SignalDraft> drafts = parsing.packs().apply(entry);
                    parsing.finisher().afterPacks(entry, batch.offsetOfPayload() + within, 0);
                    tap.take(entry, drafts, batch, batch.segmentPositionOfPayload() + within, length);
                });
                tap.end(from, to);
                processed = to;
                reader.commit(to.offset());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reader.close();
        }
    }

    /** Stops the pipeline's place, as OpenSearch does when it is away. */
    void hold(boolean newHeld) {
        held = newHeld;
    }

    long processedOffset() {
        return processed.offset();
    }

    /** Journals lines, so many a batch. */
    void write(List<String> lines, int batchLines) {
        for (int from = 0; from < lines.size(); from += batchLines) {
            List<String> some = lines.subList(from, Math.min(lines.size(), from + batchLines));
            byte[] bytes = String.join("\n", some).getBytes(StandardCharsets.UTF_8);
            BatchHeader header = new BatchHeader(
                    Content.TEXT, Framing.LINES, "file", "file/a.log", "", 1_795_168_800_000_000_000L, some.size(), "");
            Outcome outcome = journal.accept(new Batch(header, bytes, 0, bytes.length), Duration.ofSeconds(10));
            assertTrue(outcome instanceof Outcome.Accepted, outcome::toString);
        }
    }

    /** Numbered lines; each tenth is a signal. */
    static List<String> lines(int from, int to) {
        List<String> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add(i % 10 == 0 ? "signal " + i + " of node" : "nothing of note, line " + i);
        }
        return lines;
    }

    static void await(BooleanSupplier condition, String what) throws InterruptedException {
        for (int i = 0; i < 1_500 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertTrue(condition.getAsBoolean(), what);
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stream.close();
        journal.close();
    }
}
