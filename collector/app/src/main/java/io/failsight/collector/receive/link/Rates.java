package io.failsight.collector.receive.link;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How much each sender of the network may send: so many bytes a second, over all its connections, with some seconds saved up. Asked once a
 * read or batch, never for each record. Thread-safe.
 */
public final class Rates {
    /** Seconds of its rate that a sender may save up. */
    static final long SAVED_SECONDS = 4;
    /** Senders that are told apart; forged addresses beyond them share one allowance. */
    static final int MAX_SENDERS = 4_096;

    private static final long NANOS = 1_000_000_000L;

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();
    private final Allowance shared = new Allowance();

    /** @param bytesPerSecond of one sender, at least 1 */
    public Rates(long bytesPerSecond) {
        this(bytesPerSecond, System::nanoTime);
    }

    Rates(long bytesPerSecond, LongSupplier nanoTime) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("a rate is at least one byte a second, was " + bytesPerSecond);
        }
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        shared.fill();
    }

    /** What a sender still may send. Thread-safe. */
    public final class Allowance {
        private long bytes;
        private long atNanos;

        private void fill() {
            bytes = SAVED_SECONDS * bytesPerSecond;
            atNanos = nanoTime.getAsLong();
        }

        private void refresh() {
            long now = nanoTime.getAsLong();
            long most = SAVED_SECONDS * bytesPerSecond;
            double earned = (double) (now - atNanos) / NANOS * bytesPerSecond;
            if (earned >= 1) {
                bytes = (long) Math.min(most, bytes + earned);
                atNanos = now;
            }
        }

        /** Takes what was read already; answers for how many nanoseconds to read no more, 0 for none. */
        public synchronized long spend(long read) {
            refresh();
            bytes -= read;
            return bytes >= 0 ? 0 : (long) ((double) -bytes / bytesPerSecond * NANOS);
        }

        /** Takes so many bytes if they are left; one that is larger than all that can be saved passes when everything is. */
        public synchronized boolean tryTake(long wanted) {
            refresh();
            if (bytes < Math.min(wanted, SAVED_SECONDS * bytesPerSecond)) {
                return false;
            }
            bytes -= wanted;
            return true;
        }

        /** Bytes that may be sent now. */
        public synchronized long left() {
            refresh();
            return Math.max(0, bytes);
        }

        private synchronized boolean isWhole() {
            refresh();
            return bytes >= SAVED_SECONDS * bytesPerSecond;
        }
    }

    /** What that sender may send; the same for all its connections. */
    public Allowance of(String sender) {
        Allowance known = allowances.get(sender);
        if (known != null) {
            return known;
        }
        if (allowances.size() >= MAX_SENDERS) {
            allowances.values().removeIf(Allowance::isWhole);
            if (allowances.size() >= MAX_SENDERS) {
                return shared;
            }
        }
        return allowances.computeIfAbsent(sender, name -> {
            Allowance fresh = new Allowance();
            fresh.fill();
            return fresh;
        });
    }
}
