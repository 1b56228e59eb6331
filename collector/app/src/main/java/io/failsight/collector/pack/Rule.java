package io.failsight.collector.pack;

import io.failsight.collector.pack.template.Template;
import io.failsight.model.EntryField;
import java.util.List;

/** One template and what follows from a match. Immutable and thread-safe. */
public final class Rule {
    private final EntryField on;
    private final Template template;
    private final Target[] targets;
    private final Constants set;
    private final boolean replacesBody;
    private final List<SignalSpec> signals;

    /**
     * A rule.
     *
     * @param on text field that the template is held against
     * @param template the template
     * @param targets where each of its captures goes
     * @param set what a match sets
     * @param signals what a match says about a failover
     * @throws IllegalArgumentException when targets and captures differ in number
     */
    public Rule(EntryField on, Template template, List<Target> targets, Constants set, List<SignalSpec> signals) {
        if (targets.size() != template.names().size()) {
            throw new IllegalArgumentException("a rule needs a target for each capture of its template");
        }
        this.on = on;
        this.template = template;
        this.targets = targets.toArray(new Target[0]);
        this.set = set;
        this.signals = List.copyOf(signals);
        replacesBody = targets.stream().anyMatch(target -> target.field() == EntryField.BODY);
    }

    /** Text field that the template is held against. */
    public EntryField on() {
        return on;
    }

    Template template() {
        return template;
    }

    /** Where the capture of that number goes. */
    Target target(int slot) {
        return targets[slot];
    }

    Constants set() {
        return set;
    }

    /** What a match says about a failover; empty for almost every rule. */
    List<SignalSpec> signals() {
        return signals;
    }

    /** Whether a match takes the place of the message. */
    boolean replacesBody() {
        return replacesBody;
    }
}
