package io.failsight.collector.pipeline;

import io.failsight.collector.journal.Journal;
import io.failsight.collector.journal.JournalReader;
import io.failsight.collector.journal.JournaledBatch;
import io.failsight.collector.ledger.LedgerFile;
import io.failsight.collector.ledger.SourceLedger;
import io.failsight.collector.ledger.SourceLedger.Position;
import io.failsight.collector.signal.Mark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Keeps the ledger of sources over restarts: its file says up to where in the journal it knows all, and a reader of its own keeps the journal from
 * there on, so that what the pipeline had passed before a crash is counted after it. Thread-safe.
 */
final class LedgerKeeper implements AutoCloseable {
    static final String READER = "sources";

    private static final Logger LOG = Logger.getLogger(LedgerKeeper.class);
    /** What is read again at a start at most; usually it is what came within ten seconds. */
    private static final long MAX_CATCH_UP_BYTES = 256L << 20;

    private static final long MAX_CATCH_UP_NANOS = Duration.ofSeconds(10).toNanos();

    private final SourceLedger ledger;
    private final LedgerFile file;
    private final JournalReader reader;
    private boolean complained;
    private boolean isClosed;

    /**
     * Reads what the file knows.
     *
     * @param start where the pipeline goes on
     */
    LedgerKeeper(Journal journal, Path path, SourceLedger ledger, Mark start) throws IOException {
        this.ledger = ledger;
        this.file = new LedgerFile(path);
        boolean isKnown = journal.readerNames().contains(READER);
        reader = journal.reader(READER).withoutTracking();
        LedgerFile.Loaded loaded = file.load(ledger);
        if (loaded.damaged() > 0) {
            LOG.warnf(
                    "%s is damaged in %d lines: what came from their sources before is forgotten; nothing is to be done",
                    path, loaded.damaged());
        }
        long offset = ledger.position().offset();
        boolean isHeld =
                isKnown && loaded.positioned() && offset >= reader.committed() && offset <= journal.endOffset();
        if (!isHeld) {
            ledger.startAt(start.offset(), start.records());
        }
    }

    /** Counts what lies between what the ledger knows and where the pipeline goes on. */
    void catchUp(Mark start, Parsing parsing, ArrivalTap tap) {
        long from = ledger.position().offset();
        long deadline = System.nanoTime() + MAX_CATCH_UP_NANOS;
        boolean isNear = start.offset() - from <= MAX_CATCH_UP_BYTES;
        try {
            reader.seek(from);
            while (isNear && ledger.position().offset() < start.offset() && System.nanoTime() < deadline) {
                JournaledBatch batch = reader.next(Duration.ZERO);
                if (batch == null) {
                    break;
                }
                tap.begin(batch.header());
                parsing.decode(batch, (entry, recordOffset, recordLength) -> {
                    parsing.finisher().beforePacks(entry);
                    parsing.packs().apply(entry);
                    parsing.finisher().afterPacks(entry, 0, 0);
                    tap.take(entry, recordLength);
                });
                tap.end(new Mark(batch.nextOffset(), batch.recordsBehind()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            LOG.warnf("the ledger of sources cannot read the journal (%s); it goes on without", e.getMessage());
        }
        if (ledger.position().offset() < start.offset()) {
            ledger.startAt(start.offset(), start.records());
        }
    }

    /** Writes the file. A disk that does not take it costs what the numbers say across the next restart, and holds no journal. */
    synchronized void save() {
        if (isClosed) {
            return;
        }
        Position position = ledger.position();
        try {
            position = file.save(ledger);
            complained = false;
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                LOG.warnf(
                        "the ledger of sources cannot be written (%s); tried again every few seconds", e.getMessage());
            }
        }
        reader.moveTo(position.offset(), position.records());
    }

    @Override
    public synchronized void close() {
        if (!isClosed) {
            save();
            isClosed = true;
            reader.close();
        }
    }
}
