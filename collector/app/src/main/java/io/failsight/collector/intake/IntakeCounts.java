package io.failsight.collector.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What came through each door, counted in records: received = journaled + refused, at any quiet moment. Receivers count what they
 * refuse before the journal sees it ({@link #refused}); the wrapper around the journal counts the rest. Thread-safe.
 */
public final class IntakeCounts {
    /** Losses nobody has taken note of yet; further ones replace the oldest. */
    private static final int MAX_LOSSES = 256;

    private final Map<String, Door> doors = new ConcurrentHashMap<>();
    private final Deque<Loss> losses = new ArrayDeque<>();

    /**
     * Something that a source wrote and that can no longer be had.
     *
     * @param source who wrote it
     * @param records how many; 0 when that is not known
     * @param bytes how many bytes; 0 when that is not known
     * @param reason what happened, in words
     */
    public record Loss(String source, long records, long bytes, String reason) {}

    /** Notes a loss. */
    public void lost(Loss loss) {
        synchronized (losses) {
            if (losses.size() == MAX_LOSSES) {
                losses.removeFirst();
            }
            losses.addLast(loss);
        }
    }

    /** The losses since the last call. */
    public List<Loss> takeLosses() {
        synchronized (losses) {
            List<Loss> taken = List.copyOf(losses);
            losses.clear();
            return taken;
        }
    }

    /** Counters of one receiver. */
    public static final class Door {
        private final LongAdder received = new LongAdder();
        private final LongAdder journaled = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final Map<ErrorKind, LongAdder> refused = new ConcurrentHashMap<>();

        /** Records that arrived, whatever became of them. */
        public long received() {
            return received.sum();
        }

        /** Records that are durable in the journal. */
        public long journaled() {
            return journaled.sum();
        }

        /** Payload bytes that are durable in the journal. */
        public long journaledBytes() {
            return bytes.sum();
        }

        /** Records that were refused for that reason. */
        public long refused(ErrorKind kind) {
            LongAdder adder = refused.get(kind);
            return adder == null ? 0 : adder.sum();
        }

        /** Records that were refused for any reason. */
        public long refused() {
            return refused.values().stream().mapToLong(LongAdder::sum).sum();
        }
    }

    /** Counters of all doors that have seen anything. */
    public Map<String, Door> doors() {
        return Map.copyOf(doors);
    }

    /** Counters of one door. */
    public Door door(String receiver) {
        return doors.computeIfAbsent(receiver, id -> new Door());
    }

    /** Counts records that a receiver refused by itself. */
    public void refused(String receiver, ErrorKind kind, long records) {
        Door door = door(receiver);
        door.received.add(records);
        door.refused.computeIfAbsent(kind, k -> new LongAdder()).add(records);
    }

    /** Counts records that became durable. */
    public void journaled(String receiver, long records, long payloadBytes) {
        Door door = door(receiver);
        door.received.add(records);
        door.journaled.add(records);
        door.bytes.add(payloadBytes);
    }
}
