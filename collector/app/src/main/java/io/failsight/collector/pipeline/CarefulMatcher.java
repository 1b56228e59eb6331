package io.failsight.collector.pipeline;

import io.failsight.collector.pack.EntryMatcher;
import io.failsight.collector.pack.SignalDraft;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Matches packs, and outlives a bug in one of them: the entry says {@code parse=failed} with the reason, is counted, and goes on as far as
 * it came. Not thread-safe.
 */
final class CarefulMatcher implements EntryMatcher {
    private static final Logger LOG = Logger.getLogger(CarefulMatcher.class);

    private final EntryMatcher packs;
    private final LongAdder bugs;
    private boolean complained;

    /** @param bugs counts the failures */
    CarefulMatcher(EntryMatcher packs, LongAdder bugs) {
        this.packs = packs;
        this.bugs = bugs;
    }

    @Override
    public List<SignalDraft> apply(Entry entry) {
        try {
            return packs.apply(entry);
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
            return List.of();
        }
    }
}
