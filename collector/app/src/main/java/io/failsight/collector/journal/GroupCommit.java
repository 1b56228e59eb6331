package io.failsight.collector.journal;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.journal.segment.Cursors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Many senders, one force: batches gather in a group; one thread writes the group, forces the disk and wakes the senders. The senders' own arrays are
 * written, for they wait. Only this thread touches the files being written, so no interrupt of a sender can close one. While a
 * group is written the next one gathers.
 */
final class GroupCommit {
    /** Bytes that may wait for the disk; beyond it senders wait to join, at most their patience. */
    private static final long MAX_GATHERED_BYTES = 64L << 20;

    private final ReentrantLock lock;
    private final Condition work;
    private final Condition room;
    private final Condition readable;
    private final JournalConfig config;
    private final SegmentStore store;
    private final Cursors cursors;
    private final JournalStats stats;
    private final SegmentWriter writer;
    private final Runnable sealed;
    private final Thread thread;
    private Group gathering;
    private boolean closing;
    private boolean abandoned;
    private volatile long version;
    private volatile long lastAppendNanos;

    /** Batches that share a force, and whom to wake. */
    private static final class Group {
        final List<PendingBatch> batches = new ArrayList<>();
        final Condition settled;
        long bytes;
        long firstNanos;

        Group(Condition settled) {
            this.settled = settled;
        }
    }

    GroupCommit(
            ReentrantLock lock,
            JournalConfig config,
            SegmentStore store,
            Cursors cursors,
            JournalStats stats,
            SegmentWriter writer,
            Runnable sealed) {
        this.lock = lock;
        this.work = lock.newCondition();
        this.room = lock.newCondition();
        this.readable = lock.newCondition();
        this.config = config;
        this.store = store;
        this.cursors = cursors;
        this.stats = stats;
        this.writer = writer;
        this.sealed = sealed;
        this.gathering = new Group(lock.newCondition());
        this.lastAppendNanos = System.nanoTime();
        this.thread = Thread.ofPlatform().daemon().name("journal-force").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** When the last batch came, by {@link System#nanoTime}. */
    long lastAppendNanos() {
        return lastAppendNanos;
    }

    /** Takes a batch in and returns its fate. Once it has joined a group the fate is waited for, however long the disk takes. */
    Outcome submit(PendingBatch batch, Duration patience) {
        lock.lock();
        try {
            Outcome refusal = join(batch, patience);
            if (refusal != null) {
                stats.refused(batch.batch.header().recordCount());
                return refusal;
            }
            Group group = gathering;
            group.batches.add(batch);
            boolean wasSmall = group.bytes < config.forceBytes();
            group.bytes += batch.sizeBytes;
            if (group.batches.size() == 1) {
                group.firstNanos = System.nanoTime();
                work.signal();
            } else if (wasSmall && group.bytes >= config.forceBytes()) {
                work.signal();
            }
            Outcome outcome = batch.outcome;
            while (outcome == null) {
                group.settled.awaitUninterruptibly();
                outcome = batch.outcome;
            }
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Outcome join(PendingBatch batch, Duration patience) {
        long waitNanos = patience.toNanos();
        while (!closing && gathering.bytes > MAX_GATHERED_BYTES) {
            try {
                waitNanos = room.awaitNanos(waitNanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                waitNanos = 0;
            }
            if (waitNanos <= 0) {
                return new Outcome.RetryLater(
                        ErrorKind.OVERLOADED,
                        "The journal's disk is slower than its senders.",
                        SegmentStore.RETRY_AFTER);
            }
        }
        if (closing) {
            return new Outcome.RetryLater(
                    ErrorKind.DESTINATION_DOWN,
                    "The journal is closed; the collector is stopping.",
                    SegmentStore.RETRY_AFTER);
        }
        return store.admit(batch);
    }

    /** Waits until something changes for readers; returns false when the time is over. */
    boolean awaitChange(long seenVersion, long deadlineNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (version == seenVersion && !closing) {
                long rest = deadlineNanos - System.nanoTime();
                if (rest <= 0) {
                    return false;
                }
                readable.awaitNanos(rest);
            }
            return version != seenVersion;
        } finally {
            lock.unlock();
        }
    }

    /** Grows with every change that lets a reader go on; read it before looking for a batch. */
    long version() {
        return version;
    }

    private void run() {
        while (true) {
            Group group = take();
            if (group == null) {
                end();
                return;
            }
            write(group);
        }
    }

    private void end() {
        lock.lock();
        try {
            if (abandoned) {
                writer.closeFile();
            } else {
                writer.seal();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Group take() {
        lock.lock();
        try {
            while (gathering.batches.isEmpty()) {
                if (closing) {
                    return null;
                }
                work.awaitUninterruptibly();
            }
            long deadline = gathering.firstNanos + config.forceDelay().toNanos();
            long rest = deadline - System.nanoTime();
            while (!closing && gathering.bytes < config.forceBytes() && rest > 0) {
                try {
                    rest = work.awaitNanos(rest);
                } catch (InterruptedException e) {
                    rest = 0; // nobody interrupts this thread on purpose: force now
                }
            }
            Group taken = gathering;
            gathering = new Group(lock.newCondition());
            room.signalAll();
            if (abandoned) {
                taken.batches.forEach(batch -> batch.outcome = stopped());
                taken.settled.signalAll();
                return null;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private static Outcome stopped() {
        return new Outcome.RetryLater(ErrorKind.DESTINATION_DOWN, "The journal has stopped.", SegmentStore.RETRY_AFTER);
    }

    private void write(Group group) {
        int settled = 0;
        try {
            makeRoom(group.bytes);
            int written = 0;
            for (PendingBatch batch : group.batches) {
                if (writer.mustRoll(batch)) {
                    writer.force();
                    settled = publish(group, settled, written);
                    seal();
                }
                writer.append(batch);
                written++;
            }
            writer.force();
            settled = publish(group, settled, written);
        } catch (IOException | RuntimeException | Error e) {
            fail(group, settled, e); // whatever it was, senders must not wait for ever
        } finally {
            lastAppendNanos = System.nanoTime();
        }
        lock.lock();
        try {
            group.settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(long bytes) throws IOException {
        lock.lock();
        try {
            store.makeRoom(bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Accepts the batches from {@code from} to {@code to}, which are durable, and shows them to readers. */
    private int publish(Group group, int from, int to) {
        lock.lock();
        try {
            writer.publish();
            for (PendingBatch batch : group.batches.subList(from, to)) {
                writer.segment().sources().merge(batch.account, (long) batch.sizeBytes, Long::sum);
                cursors.put(batch.batch.header().source(), batch.batch.header().cursor());
                stats.appended(batch.batch.header().recordCount(), batch.batch.length());
                batch.outcome = new Outcome.Accepted(batch.endOffset);
            }
            version = version + 1; // only ever under the lock
            readable.signalAll();
            return to;
        } finally {
            lock.unlock();
        }
    }

    private void seal() {
        lock.lock();
        try {
            writer.seal();
            version = version + 1; // only ever under the lock
            readable.signalAll();
        } finally {
            lock.unlock();
        }
        sealed.run();
    }

    private void fail(Group group, int settled, Throwable failure) {
        boolean full = isDiskFull(failure);
        stats.failedForce();
        lock.lock();
        try {
            writer.abandon();
            Outcome outcome = new Outcome.RetryLater(
                    full ? ErrorKind.STORAGE_FULL : ErrorKind.STORAGE_CORRUPT,
                    full
                            ? "The disk of the journal is full. Free some space; nothing that was acknowledged is lost."
                            : "The journal could not write to its disk (" + failure
                                    + "). Check the disk; nothing that was acknowledged is lost.",
                    SegmentStore.RETRY_AFTER);
            for (PendingBatch batch : group.batches.subList(settled, group.batches.size())) {
                store.release(batch);
                stats.refused(batch.batch.header().recordCount());
                batch.outcome = outcome;
            }
            version = version + 1; // only ever under the lock
            readable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isDiskFull(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }

    /** Writes what has gathered, stops the thread and closes the segment. */
    void close() {
        stop(false);
    }

    /** Stops as a crash would: nothing more is written. */
    void crash() {
        stop(true);
    }

    private void stop(boolean asCrash) {
        lock.lock();
        try {
            closing = true;
            abandoned = asCrash;
            work.signalAll();
            room.signalAll();
            readable.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
