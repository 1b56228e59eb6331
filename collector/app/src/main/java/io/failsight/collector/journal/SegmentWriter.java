package io.failsight.collector.journal;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.journal.segment.BatchLayout;
import io.failsight.collector.journal.segment.Cursors;
import io.failsight.collector.journal.segment.JournalFiles;
import io.failsight.collector.journal.segment.Segment;
import io.failsight.collector.journal.segment.SegmentIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes the newest segment. Bytes gather in one direct buffer and go to the file in writes of up to 128 KiB, which
 * the processor's second-level cache holds. A file whose write or force failed
 * is never touched again: the kernel may have dropped its pages and call the next force a success. Used by the forcing thread alone.
 */
final class SegmentWriter {
    private static final int BUFFER_BYTES = 128 << 10;

    private final JournalFiles files;
    private final Path directory;
    private final JournalConfig config;
    private final InstantSource clock;
    private final ReentrantLock lock;
    private final SegmentStore store;
    private final Cursors cursors;
    private final JournalStats stats;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private JournalFiles.@Nullable Handle file;
    private @Nullable Segment segment;
    private boolean nameIsDurable;
    /** Position in the segment of the first byte in the buffer. */
    private int flushed;

    private int position;
    private long records;
    private long nextBase;
    private long lastIncarnation;

    SegmentWriter(
            JournalFiles files,
            Path directory,
            JournalConfig config,
            InstantSource clock,
            ReentrantLock lock,
            SegmentStore store,
            Cursors cursors,
            JournalStats stats,
            Recovery.Result recovered) {
        this.files = files;
        this.directory = directory;
        this.config = config;
        this.clock = clock;
        this.lock = lock;
        this.store = store;
        this.cursors = cursors;
        this.stats = stats;
        this.nextBase = recovered.nextBase();
        this.records = recovered.records();
        this.lastIncarnation = recovered.lastIncarnation();
    }

    /** The segment being written. */
    Segment segment() {
        Segment current = segment;
        if (current == null) {
            throw new IllegalStateException("no segment has begun");
        }
        return current;
    }

    /** Whether the segment is too full for a batch. */
    boolean mustRoll(PendingBatch batch) {
        return segment != null
                && (long) position + batch.sizeBytes > config.segmentBytes()
                && position > segment.firstBatch();
    }

    /** Writes a batch; it is not durable before {@link #force}. */
    void append(PendingBatch pending) throws IOException {
        Segment current = segment == null ? begin() : segment;
        if (buffer.remaining() < pending.texts.headerBytes()) {
            flush();
        }
        Batch batch = pending.batch;
        BatchLayout.writeHeader(buffer, batch, pending.texts, pending.sum, current, position, records);
        int done = 0;
        while (done < batch.length()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int some = Math.min(buffer.remaining(), batch.length() - done);
            buffer.put(batch.bytes(), batch.offset() + done, some);
            done += some;
        }
        position += pending.sizeBytes;
        records += batch.header().recordCount();
        pending.endOffset = current.base() + position;
    }

    private Segment begin() throws IOException {
        byte[] live;
        lock.lock();
        try {
            live = cursors.toBytes();
        } finally {
            lock.unlock();
        }
        long incarnation = Math.max(clock.millis(), (lastIncarnation >>> 16) + 1) << 16
                | ThreadLocalRandom.current().nextInt(1 << 16);
        byte[] header = Segment.header(incarnation, nextBase, records, live);
        Segment fresh = new Segment(directory, nextBase, incarnation, records, header.length);
        file = files.openWritable(fresh.raw());
        segment = fresh;
        lastIncarnation = incarnation;
        nameIsDurable = false;
        position = header.length;
        flushed = header.length;
        buffer.clear();
        file.writeFully(ByteBuffer.wrap(header), 0);
        lock.lock();
        try {
            store.add(fresh);
        } finally {
            lock.unlock();
        }
        return fresh;
    }

    private void flush() throws IOException {
        JournalFiles.Handle open = file;
        if (open == null || buffer.position() == 0) {
            return;
        }
        int count = buffer.position();
        open.writeFully(buffer.flip(), flushed);
        flushed += count;
        buffer.clear();
    }

    /** Makes all that was appended durable. */
    void force() throws IOException {
        JournalFiles.Handle open = file;
        if (open == null) {
            return;
        }
        flush();
        open.force();
        if (!nameIsDurable) {
            files.forceDirectory(directory);
            nameIsDurable = true;
        }
        stats.forced();
    }

    /** Shows readers what has been forced. Under the lock. */
    void publish() {
        segment().grow(position, records);
    }

    /** Ends the segment; the next batch begins another. Under the lock. */
    void seal() {
        Segment current = segment;
        if (current == null) {
            return;
        }
        closeFile();
        current.close();
        segment = null;
        nextBase = current.base() + position;
        try (JournalFiles.Handle index = files.openWritable(current.index())) {
            index.writeFully(ByteBuffer.wrap(SegmentIndex.toBytes(current)), 0);
        } catch (IOException e) {
            stats.mishap(); // the segment is read instead at the next start
        }
    }

    /** Ends the segment at its last good force, as far as the disk lets us. Under the lock. */
    void abandon() {
        Segment current = segment;
        buffer.clear();
        if (current == null) {
            return;
        }
        JournalFiles.Handle open = file;
        try {
            if (open != null) {
                open.truncate(current.length());
            }
        } catch (IOException e) {
            stats.mishap(); // what was refused may come back after a restart; its sender repeats it anyway
        }
        records = current.endRecords();
        int reached = position;
        if (current.isEmpty()) {
            closeFile();
            store.remove(current);
            segment = null;
            nextBase = current.base() + reached;
            deleteQuietly(current);
        } else {
            seal();
            nextBase = current.base() + reached;
        }
    }

    private void deleteQuietly(Segment empty) {
        try {
            files.deleteIfExists(empty.raw());
        } catch (IOException e) {
            stats.mishap(); // recovery drops an empty segment
        }
    }

    void closeFile() {
        JournalFiles.Handle open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                stats.mishap(); // everything in it was forced before
            }
        }
    }
}
