package io.failsight.collector.pipeline;

import io.failsight.collector.decode.EntryConsumer;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.journal.JournalReader;
import io.failsight.collector.journal.JournaledBatch;
import io.failsight.collector.pack.SignalDraft;
import io.failsight.collector.signal.Mark;
import io.failsight.collector.sink.opensearch.OpenSearchSink;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32C;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread that takes what is durable on: journal, decoder, packs, sink. It parses each entry once and commits a journal position only
 * when the sink knows the fate of everything below it. Whatever goes wrong here loses nothing: the journal keeps it.
 */
final class EntryPipeline implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EntryPipeline.class);
    private static final Duration IDLE_WAIT = Duration.ofMillis(50);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    private final JournalReader reader;
    private final Parsing parsing;
    private final OpenSearchSink sink;
    private final SignalTap signals;
    private final PipelineStats stats;
    private final CRC32C checksum = new CRC32C();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Mark processed;
    private boolean complainedOfCounts;
    private boolean complainedOfReading;

    EntryPipeline(JournalReader reader, Parsing parsing, OpenSearchSink sink, SignalTap signals, PipelineStats stats) {
        this.reader = reader;
        this.parsing = parsing;
        this.sink = sink;
        this.signals = signals;
        this.stats = stats;
        this.processed = new Mark(reader.committed(), reader.committedRecords());
        this.thread = Thread.ofPlatform().name("pipeline").unstarted(this::run);
    }

    /** Up to here every entry was handed to the sink. */
    Mark processed() {
        return processed;
    }

    void start() {
        thread.start();
    }

    /** Whether the thread runs; a pipeline that died is a bug and makes the collector unhealthy. */
    boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        try {
            while (!stopping) {
                JournaledBatch batch = next();
                if (batch != null) {
                    begin(batch);
                    if (stopping) {
                        break;
                    }
                    Mark from = processed;
                    Mark to = new Mark(batch.nextOffset(), batch.recordsBehind());
                    signals.begin(batch, from, to);
                    process(batch);
                    signals.end(from, to);
                    processed = to;
                }
                sink.tick();
                reader.commit(sink.committable(processed.offset()));
            }
            sink.close(STOP_PATIENCE);
            reader.commit(sink.committable(processed.offset()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the pipeline stopped; the journal keeps all entries, restart the collector", e);
        } finally {
            reader.close();
        }
    }

    /** A disk that cannot be read now may be read later; after many tries the journal itself passes what it cannot read, and tells it. */
    private @Nullable JournaledBatch next() throws InterruptedException {
        try {
            JournaledBatch batch = reader.next(IDLE_WAIT);
            complainedOfReading &= batch == null;
            return batch;
        } catch (UncheckedIOException e) {
            if (!complainedOfReading) {
                complainedOfReading = true;
                LOG.errorf(e, "the journal cannot be read; tried again until it can");
            }
            Thread.sleep(FIRST_PAUSE);
            return null;
        }
    }

    /** Waits until the sink has indices for the batch; OpenSearch may be away for hours. */
    private void begin(JournaledBatch batch) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        boolean complained = false;
        while (!stopping) {
            try {
                sink.beginBatch(processed.offset());
                return;
            } catch (IOException e) {
                if (!complained) {
                    complained = true;
                    LOG.warnf(
                            "OpenSearch has no index ready yet (%s); the journal keeps entries until it has",
                            e.getMessage());
                }
                reader.commit(sink.committable(processed.offset()));
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void process(JournaledBatch batch) {
        Taker taker = new Taker(batch);
        parsing.decode(batch, taker);
        stats.batches().increment();
        stats.entries().add(taker.taken);
        stats.unmatched().add(taker.unmatched);
        stats.failed().add(taker.failed);
        if (taker.taken != batch.header().recordCount()) {
            stats.miscounted().add(Math.abs(taker.taken - batch.header().recordCount()));
            complainOfCounts(batch.header(), taker.taken);
        }
    }

    /** Once: what is logged is gathered too, and may be miscounted again. */
    private void complainOfCounts(BatchHeader header, int entries) {
        if (!complainedOfCounts) {
            complainedOfCounts = true;
            LOG.warnf(
                    "a batch of %s held %d records for its receiver and %d entries for its decoder: please report this bug "
                            + "(further ones are counted in failsight_entries_miscounted)",
                    header.receiver(), header.recordCount(), entries);
        }
    }

    /** Takes the entries of one batch. */
    private final class Taker implements EntryConsumer {
        private final JournaledBatch batch;
        private int taken;
        private int unmatched;
        private int failed;

        private Taker(JournaledBatch batch) {
            this.batch = batch;
        }

        @Override
        public void accept(Entry entry, int recordOffset, int recordLength) {
            checksum.reset();
            checksum.update(batch.bytes(), recordOffset, recordLength);
            int sum = (int) checksum.getValue();
            int within = recordOffset - batch.payloadOffset();
            parsing.finisher().beforePacks(entry);
            List<SignalDraft> drafts = parsing.packs().apply(entry);
            parsing.finisher().afterPacks(entry, batch.offsetOfPayload() + within, sum);
            signals.take(entry, drafts, batch, batch.segmentPositionOfPayload() + within, recordLength);
            countParse(entry);
            taken++;
            try {
                sink.add(entry, batch.incarnation(), batch.segmentPositionOfPayload() + within, sum);
            } catch (InterruptedException e) {
                // The batch was not processed whole, so it is read again after the next start.
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the sink was busy", e);
            }
        }

        private void countParse(Entry entry) {
            // parsed, unmatched or failed: told apart by the first letter
            if (entry.has(EntryField.PARSE)) {
                byte first = entry.array(EntryField.PARSE)[entry.offset(EntryField.PARSE)];
                if (first == 'f') {
                    failed++;
                } else if (first == 'u') {
                    unmatched++;
                }
            }
        }
    }

    /** Stops reading, lets the sink finish what it holds for a while, and commits. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(STOP_PATIENCE.plusSeconds(4).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
