package io.failsight.collector.pack;

import io.failsight.collector.pack.template.Captures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules in their order, found by the first byte of the text. Immutable and thread-safe. */
public final class RuleTable {
    private final Rule[][] byFirstByte = new Rule[256][];
    private final boolean empty;

    /** Rules in the order in which they are tried. */
    public RuleTable(List<Rule> rules) {
        empty = rules.isEmpty();
        List<boolean[]> firstBytes =
                rules.stream().map(rule -> rule.template().firstBytes()).toList();
        for (int b = 0; b < 256; b++) {
            List<Rule> candidates = new ArrayList<>();
            for (int i = 0; i < rules.size(); i++) {
                if (firstBytes.get(i)[b]) {
                    candidates.add(rules.get(i));
                }
            }
            byFirstByte[b] = candidates.toArray(new Rule[0]);
        }
    }

    boolean isEmpty() {
        return empty;
    }

    /** The first rule that matches the whole text, whose captures are then in {@code captures}; null when none does. */
    @Nullable
    Rule find(byte[] bytes, int from, int to, Captures captures) {
        if (from >= to) {
            return null;
        }
        for (Rule rule : byFirstByte[bytes[from] & 0xFF]) {
            if (rule.template().matches(bytes, from, to, captures)) {
                return rule;
            }
        }
        return null;
    }
}
