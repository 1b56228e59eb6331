package io.failsight.collector.pipeline;

import io.failsight.collector.journal.Journal;
import io.failsight.collector.journal.JournalReader;
import io.failsight.collector.sink.opensearch.SinkStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers once more what the journal still has, after an index was lost: by a reader and a pipeline of their own, beside the ones for what is new. What an index has
 * already it does not take twice. The reader is durable: a restart goes on where it was. Thread-safe.
 */
final class Redelivery implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Redelivery.class);
    private static final String READER = "opensearch-again";

    private final Journal journal;
    private final Function<JournalReader, EntryPipeline> pipelines;
    private final LongSupplier deliveredUpTo;
    private final SinkStats stats;
    private @Nullable EntryPipeline running;
    private @Nullable JournalReader reader;
    private boolean wanted;
    private boolean isAnew;
    private long until;

    /**
     * @param pipelines makes a pipeline for a reader, not started
     * @param deliveredUpTo offset that the usual pipeline has come to
     * @param stats of what is delivered again
     */
    Redelivery(
            Journal journal,
            Function<JournalReader, EntryPipeline> pipelines,
            LongSupplier deliveredUpTo,
            SinkStats stats) {
        this.journal = journal;
        this.pipelines = pipelines;
        this.deliveredUpTo = deliveredUpTo;
        this.stats = stats;
        this.wanted = journal.readerNames().contains(READER);
    }

    /** An index was lost. */
    synchronized void start() {
        wanted = true;
        isAnew = true;
    }

    /** Begins what is wanted, and ends what is done. */
    synchronized void tend() {
        try {
            if (wanted) {
                begin();
            }
            JournalReader current = reader;
            if (running != null && current != null && current.committed() >= until) {
                stop();
                journal.forgetReader(READER);
                LOG.infof(
                        "what the journal had was delivered again: %d entries were missing, %d were there",
                        stats.delivered().sum(), stats.alreadyThere().sum());
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("what the journal has could not be delivered again (%s); tried again", e);
            wanted = true;
        }
    }

    private void begin() throws IOException {
        stop();
        if (isAnew) {
            journal.forgetReader(READER); // from the oldest batch on, wherever an earlier one had come to
            isAnew = false;
        }
        until = deliveredUpTo.getAsLong();
        JournalReader opened = journal.reader(READER);
        reader = opened;
        EntryPipeline pipeline = pipelines.apply(opened);
        pipeline.start();
        running = pipeline;
        wanted = false;
    }

    private void stop() {
        EntryPipeline pipeline = running;
        if (pipeline != null) {
            pipeline.close();
            running = null;
        }
    }

    @Override
    public synchronized void close() {
        stop();
    }
}
