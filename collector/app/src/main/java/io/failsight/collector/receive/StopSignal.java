package io.failsight.collector.receive;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells the threads of a receiver that it stops, and until when they may still hand over what they hold. Waiting here ends early
 * when the receiver stops. Thread-safe.
 */
public final class StopSignal {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long deadlineNanoTime = Long.MAX_VALUE;

    /** Starts the stop; only the first call sets the deadline. */
    public synchronized void stop(Duration patience) {
        if (stopped.getCount() > 0) {
            deadlineNanoTime = System.nanoTime() + patience.toNanos();
            stopped.countDown();
        }
    }

    /** Whether the receiver stops. */
    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Whether the receiver stops and its patience is over. */
    public boolean isOver() {
        return isStopped() && System.nanoTime() - deadlineNanoTime >= 0;
    }

    /** Waits, or until the receiver stops. */
    public void await(long nanos) {
        try {
            boolean ignored = stopped.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sleeps before another try: as {@link #await}, but never spins while the receiver is stopping. */
    public void awaitRetry(Duration after) {
        long nanos = Math.clamp(after.toNanos(), 1_000_000L, 5_000_000_000L);
        if (!isStopped()) {
            await(nanos);
            return;
        }
        try {
            Thread.sleep(Duration.ofNanos(Math.min(nanos, 20_000_000L)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
