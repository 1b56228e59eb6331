package io.failsight.collector.receive.link;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Reads no faster than its sender may send: TCP then slows the sender down. Belongs to the connection's thread. */
final class PacedInput extends FilterInputStream {
    /** Longest wait before one read: 1 s, so that the end of the receiver is not held up. */
    private static final long MOST_NANOS = Duration.ofSeconds(1).toNanos();

    private final Rates.Allowance allowance;
    private final LongAdder slowed;
    private long waitNanos;

    PacedInput(InputStream in, Rates.Allowance allowance, LongAdder slowed) {
        super(in);
        this.allowance = allowance;
        this.slowed = slowed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (waitNanos > 0) {
            pause();
        }
        int count = super.read(bytes, offset, length);
        if (count > 0) {
            waitNanos = allowance.spend(count);
        }
        return count;
    }

    private void pause() throws IOException {
        slowed.increment();
        try {
            Thread.sleep(Duration.ofNanos(Math.min(waitNanos, MOST_NANOS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("while it was slowed down");
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
