package io.failsight.collector.receive;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.intake.RecordReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps the records of accepted batches in order, and puts batches off as often as it was told. Thread-safe. */
public final class FakeBatchConsumer implements BatchConsumer {
    private final List<BatchHeader> headers = new ArrayList<>();
    private final List<String> records = new ArrayList<>();
    private int putOff;
    private int calls;
    private boolean refusing;

    /** The next {@code count} calls answer {@link Outcome.RetryLater}. */
    public synchronized void putOff(int count) {
        putOff = count;
    }

    /** From now on every call answers {@link Outcome.Refused}. */
    public synchronized void refuseAll() {
        refusing = true;
    }

    @Override
    public synchronized Outcome accept(Batch batch, Duration patience) {
        calls++;
        if (refusing) {
            return new Outcome.Refused(ErrorKind.STORAGE_CORRUPT, "refused by the test");
        }
        if (putOff > 0) {
            putOff--;
            return new Outcome.RetryLater(ErrorKind.OVERLOADED, "put off by the test", Duration.ofMillis(2));
        }
        RecordReader reader = new RecordReader();
        reader.reset(batch.header().framing(), batch.bytes(), batch.offset(), batch.length());
        int count = 0;
        while (reader.next()) {
            records.add(new String(batch.bytes(), reader.offset(), reader.length(), StandardCharsets.ISO_8859_1));
            count++;
        }
        if (count != batch.header().recordCount()) {
            throw new AssertionError("header says " + batch.header().recordCount() + " records, payload has " + count);
        }
        headers.add(batch.header());
        notifyAll();
        return new Outcome.Accepted(headers.size());
    }

    /** Calls of {@link #accept}, whatever they answered. */
    public synchronized int calls() {
        return calls;
    }

    /** Headers of accepted batches. */
    public synchronized List<BatchHeader> headers() {
        return List.copyOf(headers);
    }

    /** Accepted records in order, bytes as ISO 8859-1. */
    public synchronized List<String> records() {
        return List.copyOf(records);
    }

    /** Waits until that many records were accepted, at most 20 s. */
    public synchronized List<String> await(int count) throws InterruptedException {
        long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (records.size() < count) {
            long left = (giveUp - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("waited for " + count + " records, got " + records.size());
            }
            wait(left);
        }
        return List.copyOf(records);
    }
}
