package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.model.Entry;
import io.failsight.model.EntryField;
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
        matcher.accept(entry);
        matcher.accept(entry);

        assertEquals("hello", entry.string(EntryField.BODY));
        assertEquals("failed", entry.string(EntryField.PARSE));
        assertEquals("a bug in a pack: java.lang.IllegalStateException", entry.string(EntryField.PARSE_REASON));
        assertEquals(2, bugs.sum());
    }

    @Test
    void leavesOtherEntriesToThePack() {
        Entry entry = new Entry();

        new CarefulMatcher(e -> e.text(EntryField.COMPONENT, "ssh"), bugs).accept(entry);

        assertEquals("ssh", entry.string(EntryField.COMPONENT));
        assertEquals(0, bugs.sum());
    }
}
