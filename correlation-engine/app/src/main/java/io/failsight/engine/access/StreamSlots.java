package io.failsight.engine.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many answers that stay open (live tail, events, exports) one caller has. Thread-safe. */
public final class StreamSlots {
    /** Most of one caller: several windows of a few people who share an account. */
    public static final int MAX_OF_CALLER = 24;

    private final Map<String, Integer> open = new HashMap<>();

    /** A place for one answer. */
    @FunctionalInterface
    public interface Slot extends AutoCloseable {
        /** Gives it back; again does nothing. */
        @Override
        void close();
    }

    /** A place, unless the caller has all of theirs. */
    public Optional<Slot> take(String caller) {
        synchronized (open) {
            int own = open.getOrDefault(caller, 0);
            if (own >= MAX_OF_CALLER) {
                return Optional.empty();
            }
            open.put(caller, own + 1);
        }
        AtomicBoolean taken = new AtomicBoolean(true);
        return Optional.of(() -> {
            if (taken.getAndSet(false)) {
                giveBack(caller);
            }
        });
    }

    private void giveBack(String caller) {
        synchronized (open) {
            open.computeIfPresent(caller, (_, own) -> own > 1 ? own - 1 : null);
        }
    }

    /** How many a caller has. */
    public int open(String caller) {
        synchronized (open) {
            return open.getOrDefault(caller, 0);
        }
    }
}
