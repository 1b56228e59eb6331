package io.failsight.collector.pack;

import io.failsight.collector.pack.template.Template;
import io.failsight.model.EntryField;
import java.util.List;

/**
 * One template and what follows from a match. Immutable and thread-safe.
 *
 * @param on text field that the template is held against
 * @param template the template
 * @param targets where each of its captures goes
 * @param set what a match sets
 */
public record Rule(EntryField on, Template template, List<Target> targets, Constants set) {
    public Rule {
        targets = List.copyOf(targets);
        if (targets.size() != template.names().size()) {
            throw new IllegalArgumentException("a rule needs a target for each capture of its template");
        }
    }

    /** Whether a match takes the place of the message. */
    boolean replacesBody() {
        return targets.stream().anyMatch(target -> target.field() == EntryField.BODY);
    }
}
