package io.failsight.collector.pipeline;

import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Matches packs, and outlives a bug in one of them: the entry says {@code parse=failed} with the reason, is counted, and goes on as far as
 * it came. Not thread-safe.
 */
final class CarefulMatcher implements Consumer<Entry> {
    private static final Logger LOG = Logger.getLogger(CarefulMatcher.class);

    private final Consumer<Entry> packs;
    private final LongAdder bugs;
    private boolean complained;

    /** @param bugs counts the failures */
    CarefulMatcher(Consumer<Entry> packs, LongAdder bugs) {
        this.packs = packs;
        this.bugs = bugs;
    }

    @Override
    public void accept(Entry entry) {
        try {
            packs.accept(entry);
        } catch (RuntimeException e) {
            bugs.increment();
            entry.text(EntryField.PARSE, "failed");
            entry.text(
                    EntryField.PARSE_REASON, "a bug in a pack: " + e.getClass().getName());
            if (!complained) {
                complained = true;
                LOG.errorf(
                        e,
                        "a pack failed on an entry of %s; such entries say parse:failed, and this is logged once",
                        entry.string(EntryField.SOURCE));
            }
        }
    }
}
