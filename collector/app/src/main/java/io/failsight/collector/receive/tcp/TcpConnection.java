package io.failsight.collector.receive.tcp;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.StopSignal;
import io.failsight.collector.receive.link.Link;
import io.failsight.collector.receive.link.Slot;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;

/**
 * One connection: reads, finds frames, hands them over, and reads on only when they are accepted. What was read and not accepted is
 * kept, so a consumer that puts batches off slows the sender down (TCP flow control) and loses nothing. Runs on a thread of its
 * own.
 */
final class TcpConnection {
    private static final Logger LOG = System.getLogger(TcpConnection.class.getName());
    /** How long the consumer may block before it puts a batch off. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** A read of at least 32 KiB says that the sender is fast: there may be more already. */
    private static final int LARGE_READ_BYTES = 32 << 10;
    /** A TLS record holds at most 16 KiB. */
    private static final int LARGE_TLS_READ_BYTES = 8 << 10;
    /** 128 KiB, some 500 lines, are worth a batch at once: waiting for more would save little and slow a burst down. */
    private static final int ENOUGH_BYTES = 128 << 10;
    /** 256 KiB in the socket are not waited upon any longer: its buffer may not hold more. */
    private static final int GATHERED_BYTES = 256 << 10;
    /** How often the socket is asked whether more came: each 10 ms. */
    private static final long LOOK_NANOS = 10_000_000L;

    private final Link link;
    private final Slot slot;
    private final TcpDoor door;
    private final TcpConfig config;
    private final ReceiverContext context;
    private final TcpCounts counts;
    private final StopSignal stop;
    private final FrameReader reader;
    private final Frames frames = new Frames();
    private final String peer;
    private final String source;
    private byte[] buffer = new byte[TcpConfig.FIRST_BUFFER_BYTES];
    private int end;
    private long lastReadNanoTime;
    private int lastReadBytes = ENOUGH_BYTES;

    TcpConnection(
            Link link,
            Slot slot,
            TcpDoor door,
            TcpConfig config,
            ReceiverContext context,
            TcpCounts counts,
            StopSignal stop) {
        this.link = link;
        this.slot = slot;
        this.door = door;
        this.config = config;
        this.context = context;
        this.counts = counts;
        this.stop = stop;
        this.reader = door.frames().get();
        this.peer = link.peer();
        this.source = link.source(door.id());
    }

    /** Reads to the end of the stream, or until the receiver stops and its patience is over. */
    void run() {
        try {
            InputStream in = link.in();
            boolean open = true;
            while (open) {
                gather();
                open = read(in);
                if (!handOver(!open)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            context.counts().refused(door.id(), ErrorKind.BUG, Math.max(1, frames.records()));
            LOG.log(Level.ERROR, door.id() + ": connection of " + peer + " closed because of a defect", e);
        }
    }

    /**
     * After a small read, lets the socket gather while more keeps coming. A sender that was quiet, that pauses, or that waits for room in
     * the socket is read without delay.
     */
    private void gather() {
        if (lastReadBytes >= ENOUGH_BYTES) {
            return;
        }
        try {
            long deadline = lastReadNanoTime + config.gather().toNanos();
            int before = -1;
            int waiting = link.waiting();
            long rest = deadline - System.nanoTime();
            while (rest > 0 && waiting != before && waiting < GATHERED_BYTES && !stop.isStopped()) {
                stop.await(Math.min(rest, LOOK_NANOS));
                before = waiting;
                waiting = link.waiting();
                rest = deadline - System.nanoTime();
            }
        } catch (IOException e) {
            lastReadBytes = ENOUGH_BYTES; // the read that follows meets it too
        }
    }

    /** Reads what there is; false at the end of the stream, which a reset and our own stop are too. */
    private boolean read(InputStream in) {
        int before = end;
        try {
            int count = readOnce(in);
            // The JDK reads at most 128 KiB at a time, and with TLS 16 KiB; a fast sender's next bytes are there
            // already.
            while (isLarge(count) && end < maxBufferBytes() - 1 && link.waiting() > 0) {
                count = readOnce(in);
            }
            lastReadBytes = end - before;
            lastReadNanoTime = System.nanoTime();
            return count >= 0;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> door.id() + ": connection of " + peer + " ended: " + e.getMessage());
            return false;
        }
    }

    private boolean isLarge(int count) {
        return count >= LARGE_READ_BYTES || link.isEncrypted() && count >= LARGE_TLS_READ_BYTES;
    }

    private int readOnce(InputStream in) throws IOException {
        if (end >= maxBufferBytes() - 1) {
            throw new IllegalStateException("the frame reader took nothing of a full buffer of " + end + " bytes");
        }
        if (buffer.length - end < LARGE_READ_BYTES / 4 && buffer.length < maxBufferBytes()) {
            buffer = Arrays.copyOf(buffer, Math.min(maxBufferBytes(), buffer.length * 4));
        }
        int room = buffer.length - 1 - end; // the last byte is for the LF of a last line
        int count = in.read(buffer, end, room);
        if (count < 0) {
            return count;
        }
        counts.reads.increment();
        end += count;
        if (count == room && buffer.length < maxBufferBytes()) {
            buffer = Arrays.copyOf(buffer, Math.min(maxBufferBytes(), buffer.length * 4));
            return LARGE_READ_BYTES;
        }
        return count;
    }

    private int maxBufferBytes() {
        return config.bufferBytes() + 1;
    }

    /** Hands over all complete frames; false when the receiver stopped and its patience is over. */
    private boolean handOver(boolean ended) {
        long receivedNanos = context.nowNanos();
        int start = 0;
        do {
            frames.clear();
            reader.read(buffer, start, end, ended, frames);
            counts.cutRecords.add(frames.cutRecords());
            counts.skippedBytes.add(frames.skippedBytes());
            if (frames.records() > 0 && !accept(receivedNanos)) {
                return false;
            }
            start += frames.consumed();
        } while (frames.consumed() > 0 && start < end);
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
        }
        if (end > 0) {
            slot.insideRecord();
        } else {
            slot.quiet();
        }
        return true;
    }

    private boolean accept(long receivedNanos) {
        BatchHeader header = new BatchHeader(
                door.content(), frames.framing(), door.id(), source, peer, receivedNanos, frames.records(), "");
        Batch batch = new Batch(header, frames.array(), frames.offset(), frames.length());
        counts.batches.increment();
        slot.working();
        while (true) {
            switch (context.consumer().accept(batch, PATIENCE)) {
                case Outcome.Accepted accepted -> {
                    return true;
                }
                case Outcome.Refused refused -> {
                    return true; // the consumer counted it; the same bytes would be refused again
                }
                case Outcome.RetryLater later -> {
                    counts.retries.increment();
                    if (stop.isOver() || Thread.currentThread().isInterrupted()) {
                        context.counts().refused(door.id(), later.kind(), frames.records());
                        return false;
                    }
                    stop.awaitRetry(later.after());
                }
            }
        }
    }
}
