package io.failsight.collector.receive.lumberjack;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.StopSignal;
import io.failsight.collector.receive.link.Link;
import io.failsight.collector.receive.link.Slot;
import io.failsight.model.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Gathers the events of one connection's window, hands them over, and acknowledges what is durable. While the journal puts a batch off, the
 * sender is told every few seconds how far it came. Belongs to the connection's thread.
 */
final class EventIntake {
    /** How long the consumer may block before it puts a batch off. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** A buffer that grew beyond this is given up when its window is done, so that quiet connections cost little. */
    private static final int KEPT_BUFFER_BYTES = 64 << 10;

    private static final int CHUNK_BYTES = 8 << 10;
    private static final byte ACKNOWLEDGE = 'A';

    private final Link link;
    private final Slot slot;
    private final LumberjackConfig config;
    private final ReceiverContext context;
    private final LumberjackCounts counts;
    private final StopSignal stop;
    private final String peer;
    private final String source;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final byte[] reply = new byte[6];
    private Bytes events = new Bytes(CHUNK_BYTES);
    private int count;
    private long receivedNanos;
    private int lastSequence;
    private int durableSequence;
    private long lastReplyNanoTime;

    EventIntake(
            Link link,
            Slot slot,
            LumberjackConfig config,
            ReceiverContext context,
            LumberjackCounts counts,
            StopSignal stop) {
        this.link = link;
        this.slot = slot;
        this.config = config;
        this.context = context;
        this.counts = counts;
        this.stop = stop;
        peer = link.peer();
        source = link.source(LumberjackConfig.ID);
    }

    /** Starts a window; what an unfinished one before it held is forgotten, and was not acknowledged. */
    void begin() {
        forget();
        lastSequence = 0;
        durableSequence = 0;
    }

    /** Drops what is not handed over. */
    void forget() {
        events = events.array().length > KEPT_BUFFER_BYTES ? new Bytes(CHUNK_BYTES) : events;
        events.clear();
        count = 0;
    }

    /** Reads one event; false when the receiver stops or the events are refused, so that the connection must end unacknowledged. */
    boolean read(InputStream in, int sequence, long length) throws IOException {
        if (count == 0) {
            receivedNanos = context.nowNanos();
            lastReplyNanoTime = System.nanoTime();
        }
        int kept = (int) Math.min(length, config.maxEventBytes());
        events.add(kept >>> 24).add(kept >>> 16).add(kept >>> 8).add(kept);
        for (int left = kept; left > 0; ) {
            int read = in.readNBytes(chunk, 0, Math.min(left, CHUNK_BYTES));
            if (read == 0) {
                throw new EOFException("inside an event");
            }
            events.add(chunk, 0, read);
            left -= read;
        }
        if (length > kept) {
            counts.cutRecords.increment();
            in.skipNBytes(length - kept);
        }
        count++;
        lastSequence = sequence;
        return events.length() < config.batchBytes() || handOver();
    }

    /** Ends a window: hands over what is left, and acknowledges all of it. */
    boolean end() throws IOException {
        if (count > 0 && !handOver()) {
            return false;
        }
        forget();
        counts.windows.increment();
        reply(lastSequence);
        return true;
    }

    private boolean handOver() throws IOException {
        slot.working();
        BatchHeader header = new BatchHeader(
                Content.JSON, Framing.LENGTH_PREFIXED, LumberjackConfig.ID, source, peer, receivedNanos, count, "");
        Batch batch = new Batch(header, events.array(), 0, events.length());
        while (true) {
            switch (context.consumer().accept(batch, PATIENCE)) {
                case Outcome.Accepted accepted -> {
                    durableSequence = lastSequence;
                    events.clear();
                    count = 0;
                    slot.insideRecord();
                    return true;
                }
                case Outcome.Refused refused -> {
                    return false; // counted by the consumer; not durable, so not acknowledged
                }
                case Outcome.RetryLater later -> {
                    counts.retries.increment();
                    if (stop.isOver() || Thread.currentThread().isInterrupted()) {
                        context.counts().refused(LumberjackConfig.ID, ErrorKind.OVERLOADED, count);
                        return false;
                    }
                    keepAlive();
                    stop.awaitRetry(later.after());
                }
            }
        }
    }

    private void keepAlive() throws IOException {
        if (System.nanoTime() - lastReplyNanoTime >= config.keepAlive().toNanos()) {
            counts.keepAlives.increment();
            reply(durableSequence);
        }
    }

    private void reply(int sequence) throws IOException {
        reply[0] = LumberjackConnection.VERSION;
        reply[1] = ACKNOWLEDGE;
        reply[2] = (byte) (sequence >>> 24);
        reply[3] = (byte) (sequence >>> 16);
        reply[4] = (byte) (sequence >>> 8);
        reply[5] = (byte) sequence;
        link.out().write(reply);
        link.out().flush();
        lastReplyNanoTime = System.nanoTime();
    }
}
