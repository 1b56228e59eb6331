package io.failsight.core.incident;

import java.util.List;

/**
 * Why it happened, as far as the evidence goes. Immutable.
 *
 * @param id stable name of the cause, lower-kebab: node-lost, process-down, checker-down, planned-stop, planned-swap, network-split,
 *     interface-down, priority-change, gave-up, source-silent, shutdown ...
 * @param sentence one sentence for people, with names
 * @param weight share of belief, 0 to 1; the causes of an incident are in falling order and sum to at most 1
 * @param evidence ids of signals
 */
public record Cause(String id, String sentence, double weight, List<String> evidence) {
    public Cause {
        evidence = List.copyOf(evidence);
    }
}
