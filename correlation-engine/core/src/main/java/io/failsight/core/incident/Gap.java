package io.failsight.core.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was lost, or could have been: a time without service, without redundancy, without recordings, or without evidence. Immutable.
 *
 * @param what service, redundancy, recordings, evidence
 * @param subject whose
 * @param from begin
 * @param to end; null while it lasts
 * @param sentence one sentence for people
 * @param evidence ids of signals
 */
public record Gap(
        String what, String subject, Moment from, @Nullable Moment to, String sentence, List<String> evidence) {
    public Gap {
        evidence = List.copyOf(evidence);
    }
}
