package io.failsight.collector.signal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The signals for one engine between those who read the journal and the one who sends. Every batch is taken exactly once, in order, by
 * whoever offers it first: {@link #covered} is how far they came, {@link #settled} below which offset the engine has everything. Thread-safe.
 */
public final class SignalFeed {
    private final int maxQueuedBytes;
    private final SignalStats stats;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private int queuedBytes;
    private volatile Mark covered;

    /** A signal's line and where the batch begins that it comes from. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Queued(byte[] line, Mark from) {}

    /**
     * A feed that goes on where the engine has everything before.
     *
     * @param maxQueuedBytes lines kept; one batch more may be
     */
    public SignalFeed(int maxQueuedBytes, Mark start, SignalStats stats) {
        this.maxQueuedBytes = maxQueuedBytes;
        this.covered = start;
        this.stats = stats;
    }

    /** What became of the signals. */
    public SignalStats stats() {
        return stats;
    }

    /** Up to here somebody has given all signals. */
    public Mark covered() {
        return covered;
    }

    /** Whether the batch between two marks is the next one: a look that saves making signals in vain. */
    public boolean wants(Mark from, Mark to) {
        long have = covered.offset();
        return from.offset() <= have && have < to.offset();
    }

    /**
     * Takes the signals of the batch between two marks, if it is the next one and there is room. Otherwise nothing happens: they were taken
     * already, or will be made again by who reads from {@link #covered} on.
     *
     * @param lines a line of JSON for each signal, without line feed; kept
     * @return whether the batch was taken now
     */
    public boolean offer(Mark from, Mark to, List<byte[]> lines) {
        if (!wants(from, to)) {
            return false;
        }
        lock.lock();
        try {
            if (!wants(from, to) || !lines.isEmpty() && queuedBytes >= maxQueuedBytes) {
                return false;
            }
            for (byte[] line : lines) {
                queue.add(new Queued(line, covered));
                queuedBytes += line.length;
            }
            covered = to;
            if (!lines.isEmpty()) {
                stats.made().add(lines.size());
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room; false when there was none in time. */
    public boolean awaitRoom(Duration wait) throws InterruptedException {
        long left = wait.toNanos();
        lock.lock();
        try {
            while (queuedBytes > maxQueuedBytes / 2) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest lines, as many as a request holds; they stay until {@link #remove}. Empty when none came in time. */
    List<byte[]> peek(int maxLines, int maxBytes, Duration wait) throws InterruptedException {
        long left = wait.toNanos();
        lock.lock();
        try {
            while (queue.isEmpty()) {
                if (left <= 0) {
                    return List.of();
                }
                left = changed.awaitNanos(left);
            }
            List<byte[]> lines = new ArrayList<>();
            int bytes = 0;
            for (Queued next : queue) {
                bytes += next.line().length + 1;
                if (lines.size() == maxLines || !lines.isEmpty() && bytes > maxBytes) {
                    break;
                }
                lines.add(next.line());
            }
            return lines;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the oldest lines. */
    void remove(int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                queuedBytes -= queue.remove().line().length;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Everything below is with the engine. */
    public Mark settled() {
        lock.lock();
        try {
            Queued oldest = queue.peek();
            return oldest == null ? covered : oldest.from();
        } finally {
            lock.unlock();
        }
    }

    /** Signals on their way. */
    public int pending() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }
}
