package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.collector.pack.SignalDraft;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.signal.SignalKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

final class CarefulMatcherTest {
    private final LongAdder bugs = new LongAdder();

    @Test
    void anEntryThatAPackFailsOnSaysSoAndStaysAsItWasDecoded() {
        Entry entry = new Entry();
        entry.text(EntryField.BODY, "hello");
        entry.text(EntryField.PARSE, "parsed");

        CarefulMatcher matcher = new CarefulMatcher(
                e -> {
                    throw new IllegalStateException("a bug");
                },
                bugs);
        matcher.apply(entry);
        matcher.apply(entry);

        assertEquals("hello", entry.string(EntryField.BODY));
        assertEquals("failed", entry.string(EntryField.PARSE));
        assertEquals("a bug in a pack: java.lang.IllegalStateException", entry.string(EntryField.PARSE_REASON));
        assertEquals(2, bugs.sum());
    }

    @Test
    void leavesOtherEntriesToThePack() {
        Entry entry = new Entry();

        SignalDraft draft = new SignalDraft(SignalKind.COMPONENT_DOWN, false, "", "", "", "ssh", "", Map.of());
        CarefulMatcher matcher = new CarefulMatcher(
                e -> {
                    e.text(EntryField.COMPONENT, "ssh");
                    return List.of(draft);
                },
                bugs);

        assertEquals(List.of(draft), matcher.apply(entry));

        assertEquals("ssh", entry.string(EntryField.COMPONENT));
        assertEquals(0, bugs.sum());
    }
}
