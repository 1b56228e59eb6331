package io.failsight.collector.receive.otlp;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes in hand of each remote sender, against the limit of one: a sender that is slow, or means it ill, leaves room for the others.
 * Thread-safe.
 */
final class InFlightShares {
    private final InFlightBytes all;
    private final long mostOfOne;
    private final ConcurrentHashMap<String, AtomicLong> used = new ConcurrentHashMap<>();

    InFlightShares(InFlightBytes all, long mostOfOne) {
        this.all = all;
        this.mostOfOne = mostOfOne;
    }

    /** The room that a sender has: for this machine's all there is. */
    Room of(OtlpSender sender) {
        return sender.isRemote() ? new Room(sender.name()) : new Room("");
    }

    /** Room for the requests of one sender. */
    final class Room {
        private final String sender;

        private Room(String sender) {
            this.sender = sender;
        }

        /** Takes room for that many bytes; false, and nothing taken, when there is not enough. */
        boolean tryTake(long bytes) {
            if (sender.isEmpty()) {
                return all.tryTake(bytes);
            }
            boolean[] fits = {false};
            used.compute(sender, (name, sum) -> {
                AtomicLong own = sum == null ? new AtomicLong() : sum;
                fits[0] = own.get() + bytes <= mostOfOne && all.tryTake(bytes);
                own.addAndGet(fits[0] ? bytes : 0);
                return own.get() == 0 ? null : own;
            });
            return fits[0];
        }

        void giveBack(long bytes) {
            if (bytes == 0) {
                return;
            }
            all.giveBack(bytes);
            if (!sender.isEmpty()) {
                used.computeIfPresent(sender, (name, sum) -> sum.addAndGet(-bytes) <= 0 ? null : sum);
            }
        }
    }

    /** Senders that have something in hand. */
    int senders() {
        return used.size();
    }
}
