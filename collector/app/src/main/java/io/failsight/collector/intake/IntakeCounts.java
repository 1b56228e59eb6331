package io.failsight.collector.intake;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What came through each door, counted in records: received = journaled + refused, at any quiet moment. Receivers count what they
 * refuse before the journal sees it ({@link #refused}); the wrapper around the journal counts the rest. Thread-safe.
 */
public final class IntakeCounts {
    private final Map<String, Door> doors = new ConcurrentHashMap<>();

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
