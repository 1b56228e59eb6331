package io.failsight.collector.journal;

import io.failsight.collector.journal.segment.CompressedSegment;
import io.failsight.collector.journal.segment.Segment;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the journal does beside its work, on one thread: forces the positions of readers, frees what they have all read, and compresses
 * closed segments at a bounded share of one CPU. Parked when there is nothing to do. Nothing but {@link #stop} ends it: does compression
 * not work on this machine, it does without.
 */
final class Upkeep {
    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

    private final Journal journal;
    private final JournalConfig config;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean crashed;
    private volatile boolean dirty;
    private boolean cannotCompress;
    private boolean complained;
    private long lastPersistNanos;

    Upkeep(Journal journal, JournalConfig config) {
        this.journal = journal;
        this.config = config;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("journal-upkeep")
                .priority(Thread.MIN_PRIORITY)
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Says that a position has moved. */
    void wake() {
        if (!dirty) {
            dirty = true;
            LockSupport.unpark(thread);
        }
    }

    /** Says that there may be something to compress. */
    void look() {
        LockSupport.unpark(thread);
    }

    private void run() {
        work();
        if (!crashed) {
            persist(); // here and not in the thread that closes the journal: an interrupt of that one would close the
            // files
        }
    }

    private void work() {
        while (!stopping) {
            try {
                step();
            } catch (RuntimeException | Error e) {
                // Whatever it is, without this thread the journal would fill up and shut every door.
                if (!complained) {
                    complained = true;
                    LOG.log(
                            Level.ERROR,
                            "a bug kept the journal from being tended; tried again, further ones are counted",
                            e);
                }
                journal.stats().mishap();
                dirty = true;
                lastPersistNanos = System.nanoTime();
            }
        }
    }

    private void step() {
        long interval = config.positionInterval().toNanos();
        if (dirty) {
            LockSupport.parkNanos(Math.max(0, lastPersistNanos + interval - System.nanoTime()));
            persistIfDue();
        } else {
            Segment candidate = candidate();
            if (candidate != null) {
                if (!compress(candidate)) {
                    LockSupport.parkNanos(config.compressIdle().toNanos());
                }
            } else if (hasRaw()) {
                LockSupport.parkNanos(Math.max(interval, config.compressIdle().toNanos()));
            } else {
                LockSupport.park();
            }
        }
    }

    private void persistIfDue() {
        if (dirty
                && System.nanoTime() - lastPersistNanos
                        >= config.positionInterval().toNanos()) {
            dirty = false; // first: a position that moves from here on is written the next time
            persist();
            lastPersistNanos = System.nanoTime();
        }
    }

    /** Forces every position that has moved and frees what all readers have left behind. */
    void persist() {
        for (ReaderPosition position : journal.positions()) {
            try {
                position.persist();
            } catch (IOException e) {
                journal.stats().mishap();
                dirty = true;
            }
        }
        journal.release();
    }

    private boolean hasRaw() {
        return !cannotCompress
                && journal.store().segments().stream().anyMatch(segment -> segment.closed() && !segment.compressed());
    }

    /**
     * The oldest closed segment that is worth compressing and that nobody reads or is about to read. Room for what is unread is worth
     * CPU at any time; what is read already waits until nobody else has work, for it only lengthens the past that the budget holds.
     */
    private @Nullable Segment candidate() {
        if (cannotCompress) {
            return null;
        }
        List<Segment> segments = journal.store().segments();
        long idle = System.nanoTime() - journal.commits().lastAppendNanos();
        boolean quiet = idle >= config.compressIdle().toNanos() && journal.isReadWhole();
        int nearest = journal.slowestSegment();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (!segment.closed() || segment.compressed()) {
                continue;
            }
            boolean read = i < nearest;
            boolean farAhead = segments.size() - nearest > config.compressLagSegments() && i > nearest + 1;
            if (read && quiet || farAhead && !journal.isBeingRead(segments, i)) {
                return segment;
            }
        }
        return null;
    }

    /** Compresses a closed segment; false when the disk did not let it. */
    boolean compress(Segment segment) {
        try {
            long bytes = CompressedSegment.write(journal.files(), segment, new Pacer());
            if (bytes >= 0 && journal.compressed(segment, bytes)) {
                journal.stats().compressed();
            }
        } catch (IOException | RuntimeException e) {
            journal.stats().mishap();
            return false;
        } catch (LinkageError e) {
            cannotCompress = true;
            journal.stats().mishap();
            LOG.log(
                    Level.WARNING,
                    "segments of the journal are not compressed until the next start, so it holds less: the native library of zstd cannot"
                            + " be loaded ({0}). Is the folder of temporary files mounted noexec? -DZstdTempFolder=... names another",
                    String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            stopping = true;
        }
        return true;
    }

    /** Lets each block be followed by as much rest as the duty asks for; positions are not kept waiting meanwhile. */
    private final class Pacer implements CompressedSegment.Pace {
        private long workedSince;

        @Override
        public boolean next() {
            if (workedSince != 0) {
                long worked = System.nanoTime() - workedSince;
                LockSupport.parkNanos((long) (worked * (1 / config.compressDuty() - 1)));
            }
            persistIfDue();
            workedSince = System.nanoTime();
            return !stopping;
        }
    }

    /** Ends the thread, after it has forced all positions unless a crash is played. */
    void stop(boolean asCrash) {
        crashed = asCrash;
        stopping = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(1_000);
                LockSupport.unpark(thread);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
