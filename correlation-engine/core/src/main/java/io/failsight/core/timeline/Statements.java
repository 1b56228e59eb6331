package io.failsight.core.timeline;

import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import io.failsight.model.signal.Subject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which signals are in, and which of them say the same: a sender that repeats its lines after a broken connection gives new ids to old statements. Of
 * equal statements the one received first stands, whatever came first here. Not thread-safe.
 */
public final class Statements {
    private record Statement(
            String source, String part, SignalKind kind, long timeNanos, Subject subject, String text) {}

    private final Set<String> ids = new HashSet<>();
    private final Map<Statement, Signal> standing = new HashMap<>();

    /** Remembers the id; false when it was known. */
    public boolean isNew(Signal signal) {
        return ids.add(signal.id());
    }

    /** The signal that stands for this statement so far, or null. */
    public @Nullable Signal standing(Signal signal) {
        return standing.get(statement(signal));
    }

    /** Lets the signal stand for its statement if none does yet; returns the one that did before, or null. */
    public @Nullable Signal stand(Signal signal) {
        return standing.putIfAbsent(statement(signal), signal);
    }

    /** Lets the signal stand for its statement instead of another. */
    public void replace(Signal signal) {
        standing.put(statement(signal), signal);
    }

    /** Whether the left one was received before the right one. */
    public static boolean earlier(Signal left, Signal right) {
        return Timed.compareWithinSource(left, right) < 0;
    }

    public void forget(Signal signal) {
        ids.remove(signal.id());
        standing.remove(statement(signal));
    }

    private static Statement statement(Signal signal) {
        int mark = signal.id().lastIndexOf('#');
        String part = mark < 0 ? "" : signal.id().substring(mark);
        return new Statement(signal.source(), part, signal.kind(), signal.timeNanos(), signal.subject(), signal.text());
    }
}
