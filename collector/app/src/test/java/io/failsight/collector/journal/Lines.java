package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches for the tests of the journal, and what was read of them. */
final class Lines {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration NO_WAIT = Duration.ZERO;

    private Lines() {}

    /** What a test compares: a batch that was accepted or read. */
    record Seen(String source, String cursor, int records, String payload) {}

    static Batch batch(String source, String cursor, String payload, int records) {
        byte[] utf8 = payload.getBytes(StandardCharsets.UTF_8);
        BatchHeader header = new BatchHeader(
                Content.SYSLOG,
                Framing.LINES,
                "syslog",
                source,
                "192.0.2.1",
                1_700_000_000_000_000_000L,
                records,
                cursor);
        return new Batch(header, utf8, 0, utf8.length);
    }

    static Batch batch(String source, String payload) {
        return batch(source, "", payload, 1);
    }

    static long append(Journal journal, Batch batch) {
        return assertInstanceOf(Outcome.Accepted.class, journal.accept(batch, PATIENCE))
                .endOffset();
    }

    static Seen seen(JournaledBatch batch) {
        String payload =
                new String(batch.bytes(), batch.payloadOffset(), batch.payloadLength(), StandardCharsets.UTF_8);
        return new Seen(
                batch.header().source(), batch.header().cursor(), batch.header().recordCount(), payload);
    }

    static @Nullable Seen read(JournalReader reader) throws InterruptedException {
        JournaledBatch batch = reader.next(NO_WAIT);
        return batch == null ? null : seen(batch);
    }

    static List<String> payloads(JournalReader reader) throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (Seen seen = read(reader); seen != null; seen = read(reader)) {
            all.add(seen.payload());
        }
        return all;
    }

    static JournaledBatch mustRead(JournalReader reader) throws InterruptedException {
        return assertNotNull2(reader.next(PATIENCE));
    }

    private static JournaledBatch assertNotNull2(@Nullable JournaledBatch batch) {
        assertNotNull(batch, "a batch within " + PATIENCE);
        return batch;
    }
}
