package io.failsight.collector.pack;

import io.failsight.model.Entry;
import java.util.List;

/** Recognises and parses entries, one after the other. Not thread-safe: one a thread. */
@FunctionalInterface
public interface EntryMatcher {
    /**
     * Recognises and parses one entry.
     *
     * @param entry decoded entry, with {@link io.failsight.model.EntryField#OBSERVED} set so that a missing year or date can be filled in
     * @return what the entry says about a failover, in the order of the rule's signals; empty, without any allocation, for almost every entry
     */
    List<SignalDraft> apply(Entry entry);
}
