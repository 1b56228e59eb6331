package io.failsight.core.incident;

import io.failsight.model.signal.Signal;

/**
 * A signal in an incident, with its time on the collector's scale and what it proves there. Immutable.
 *
 * @param signal the signal, line included, so that the incident outlives the entry
 * @param timeNanos corrected time
 * @param uncertaintyNanos half-width of the corrected time
 * @param step what it stands for: fault, detected, decided, restored, redundant, last-good, context
 */
public record EvidenceItem(Signal signal, long timeNanos, long uncertaintyNanos, String step) {}
