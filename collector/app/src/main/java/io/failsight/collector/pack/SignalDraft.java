package io.failsight.collector.pack;

import io.failsight.model.signal.SignalKind;
import java.util.Map;

/**
 * A signal as the pack's rule and the line say it, before the pipeline adds identity, place, time and clock. A text that is not known is
 * empty; all texts are copies and outlive the entry. Immutable and thread-safe.
 *
 * @param kind what it says
 * @param remote whether it is about the reporter's partner, not about the reporter
 * @param cluster what the product calls the group that fails over (SafeKit module, VRRP instance); {@code failsight.yaml} goes before it
 * @param node node that the line names, empty when it speaks of the reporter itself
 * @param layer id of a {@link io.failsight.model.Layer}; the entry's own where the rule names none
 * @param component the part that is concerned; the entry's own where the rule names none
 * @param resource address, process, service, checker, heartbeat: what exactly; the entry's own where the rule names none
 * @param details more, by the keys of {@link io.failsight.model.signal.Signal}; holds {@code product} where the entry does
 */
public record SignalDraft(
        SignalKind kind,
        boolean remote,
        String cluster,
        String node,
        String layer,
        String component,
        String resource,
        Map<String, String> details) {
    public SignalDraft {
        details = Map.copyOf(details);
    }
}
