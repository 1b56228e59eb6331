package io.failsight.collector.journal;

import io.failsight.collector.journal.segment.DamagedSegmentException;
import io.failsight.collector.journal.segment.SalvagingFiles;
import io.failsight.collector.journal.segment.Segment;
import io.failsight.collector.journal.segment.SegmentReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One destination's way through the journal. It sees durable batches only, in order, and continues after a restart where it last
 * committed (up to the position interval earlier after a crash). Damaged ranges are quarantined, counted as lost and passed.
 *
 * <p>{@link #next}, {@link #seek} and {@link #close} belong to one thread; {@link #commit} may come from another.
 */
public final class JournalReader implements AutoCloseable {
    /** 128 KiB at a look while batches are small; a larger batch is read whole. */
    private static final int BUFFER_BYTES = 128 << 10;

    /** So often a place is tried, with the pauses of whoever reads, before what the disk cannot read there is given up. */
    static final int READ_ATTEMPTS = 50;

    private final Journal journal;
    private final ReaderPosition position;
    private final SegmentReader trusting;
    private SegmentReader reader;
    /** Base of the segment that was entered last. */
    private long entered = -1;

    private long failedOffset = -1;
    private long failedSegment = -1;
    private int failures;
    private final ReentrantLock handedOutLock = new ReentrantLock();
    /** Pairs of next offset and records behind it, of batches handed out and not committed. */
    private long[] handedOut = new long[128];

    private int first;
    private int count;
    private volatile @Nullable Segment current;
    private int at;
    private long offset;
    private boolean tracking = true;

    JournalReader(Journal journal, ReaderPosition position) {
        this.journal = journal;
        this.position = position;
        this.trusting = new SegmentReader(journal.files(), BUFFER_BYTES);
        this.reader = trusting;
        this.offset = position.offset();
    }

    public String name() {
        return position.name();
    }

    /**
     * The next durable batch; null when none came within {@code wait} or the journal was closed.
     *
     * @throws UncheckedIOException when the disk cannot be read; the next call tries again at the same place
     */
    public @Nullable JournaledBatch next(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            long version = journal.commits().version();
            try {
                Segment segment = current == null ? enter(journal.store().at(offset)) : current;
                while (segment != null) {
                    boolean closed = segment.closed();
                    if (find(segment, segment.length())) {
                        return handOut(segment);
                    }
                    segment = closed ? enter(journal.store().after(segment)) : null;
                }
            } catch (ClosedByInterruptException e) {
                leave();
                Thread.interrupted();
                throw new InterruptedException("interrupted while reading the journal");
            } catch (IOException e) {
                leave();
                countFailure();
                throw new UncheckedIOException(
                        "Cannot read the journal at offset " + offset + ": " + e.getMessage(), e);
            }
            if (!journal.commits().awaitChange(version, deadline)) {
                return null;
            }
        }
    }

    /** A disk that is away for a moment loses nothing; one that can read all but a few sectors must not hold everything behind them. */
    private void countFailure() {
        failures = failedOffset == offset && failedSegment == entered ? failures + 1 : 1;
        failedOffset = offset;
        failedSegment = entered;
        if (failures >= READ_ATTEMPTS) {
            reader = new SegmentReader(new SalvagingFiles(journal.files()), BUFFER_BYTES);
        }
    }

    private @Nullable Segment enter(@Nullable Segment segment) throws IOException {
        if (segment == null) {
            return null;
        }
        if (reader != trusting && segment.base() != failedSegment) {
            leave();
            reader = trusting;
        }
        entered = segment.base();
        try {
            reader.open(segment);
        } catch (NoSuchFileException e) {
            return skipMissing(segment, e);
        } catch (DamagedSegmentException e) {
            return pass(segment);
        } catch (IOException e) {
            if (reader == trusting) {
                throw e;
            }
            return pass(segment);
        }
        at = (int) Math.max(segment.firstBatch(), Math.min(offset - segment.base(), Integer.MAX_VALUE));
        current = segment;
        if (at > segment.firstBatch() && at < segment.length() && !reader.load(at, segment.length())) {
            at = firstAtOrBehind(segment, at);
        }
        return segment;
    }

    /** Gives a closed segment up. */
    private @Nullable Segment pass(Segment segment) throws IOException {
        journal.giveUp(segment);
        current = segment;
        at = segment.length();
        return segment;
    }

    private @Nullable Segment skipMissing(Segment segment, NoSuchFileException missing) throws IOException {
        if (journal.store().segments().contains(segment)) {
            if (reader != trusting && segment.closed()) {
                return pass(segment);
            }
            throw missing;
        }
        return enter(journal.store().after(segment)); // evicted while a reader that had committed past it looked back
    }

    /** Position of the batch that holds a position, found from the segment's beginning. */
    private int firstAtOrBehind(Segment segment, int wanted) throws IOException {
        int limit = segment.length();
        int from = segment.firstBatch();
        while (from < limit) {
            Segment.Hole hole = segment.holeAt(from);
            if (hole != null) {
                from = hole.to();
            } else if (!reader.load(from, limit) || reader.next() > wanted) {
                return from;
            } else {
                from = reader.next();
            }
        }
        return from;
    }

    private boolean find(Segment segment, int limit) throws IOException {
        while (at < limit) {
            Segment.Hole hole = segment.holeAt(at);
            if (hole != null) {
                at = hole.to();
            } else if (reader.load(at, limit)) {
                return true;
            } else {
                hole = journal.quarantine(segment, reader, at, limit);
                at = hole.to();
            }
        }
        return false;
    }

    private JournaledBatch handOut(Segment segment) {
        JournaledBatch batch = new JournaledBatch(reader, segment);
        at = reader.next();
        offset = segment.base() + at;
        if (!tracking) {
            return batch;
        }
        handedOutLock.lock();
        try {
            if (count == handedOut.length / 2) {
                long[] larger = new long[handedOut.length * 2];
                for (int i = 0; i < count; i++) {
                    int slot = 2 * ((first + i) % count);
                    larger[2 * i] = handedOut[slot];
                    larger[2 * i + 1] = handedOut[slot + 1];
                }
                handedOut = larger;
                first = 0;
            }
            int slot = 2 * ((first + count) % (handedOut.length / 2));
            handedOut[slot] = offset;
            handedOut[slot + 1] = reader.recordsBefore() + reader.records();
            count++;
        } finally {
            handedOutLock.unlock();
        }
        return batch;
    }

    /**
     * Says that everything below an offset is delivered. Takes effect up to the end of the last batch that lies wholly below it, is durable a
     * moment later, and never goes back.
     */
    public void commit(long upTo) {
        long committed = -1;
        long records = 0;
        handedOutLock.lock();
        try {
            while (count > 0 && handedOut[2 * first] <= upTo) {
                committed = handedOut[2 * first];
                records = handedOut[2 * first + 1];
                first = (first + 1) % (handedOut.length / 2);
                count--;
            }
        } finally {
            handedOutLock.unlock();
        }
        if (committed >= 0 && position.moveTo(committed, records)) {
            journal.upkeep().wake();
        }
    }

    /** The offset that was last committed. */
    public long committed() {
        return position.offset();
    }

    /** Records of the journal below {@link #committed}. */
    public long committedRecords() {
        return position.records();
    }

    /**
     * Remembers no batches from now on: for a destination that follows another reader's batches and says with {@link #moveTo} how far it is.
     * {@link #commit} then does nothing.
     */
    public JournalReader withoutTracking() {
        tracking = false;
        return this;
    }

    /**
     * Says that everything below an offset is delivered, whoever read it. Durable a moment later; never goes back.
     *
     * @param upTo offset behind a batch
     * @param records records of the journal below it
     */
    public void moveTo(long upTo, long records) {
        if (position.moveTo(upTo, records)) {
            journal.upkeep().wake();
        }
    }

    /** Reads on from an offset, or from the batch that holds it; what is committed stays. */
    public void seek(long newOffset) {
        leave();
        offset = newOffset;
        handedOutLock.lock();
        try {
            Arrays.fill(handedOut, 0);
            first = 0;
            count = 0;
        } finally {
            handedOutLock.unlock();
        }
    }

    /** The segment being read. */
    @Nullable
    Segment current() {
        return current;
    }

    private void leave() {
        current = null;
        try {
            reader.close();
        } catch (IOException e) {
            journal.stats().mishap(); // it was only read
        }
    }

    /** Lets go of the files; the position stays, and another reader of that name may be made. */
    @Override
    public void close() {
        leave();
        journal.closed(this);
    }
}
