package io.failsight.core.incident;

import java.util.List;

/**
 * One failover, explained. The core makes it as a pure function of the signals: two calls with the same signals, in whatever order of arrival, give equal
 * incidents. Immutable.
 *
 * @param key follows from the cluster and the earliest evidence; another one when earlier evidence comes late (the engine keeps the id that
 *     people know)
 * @param kind sort of failover
 * @param state how far it has come
 * @param provisional whether late entries within the lateness may still change it
 * @param planned whether people asked for it
 * @param site site of the failed part, empty when not known or several
 * @param cluster cluster
 * @param failedNodes nodes that failed or were stopped, by name
 * @param servingNode node that serves now or at the end; empty when none
 * @param product product whose failover it is
 * @param summary one sentence: what failed, what took over, how long it took
 * @param nextStep what the operator does next, in words; empty when nothing
 * @param instants the six instants
 * @param causes ranked, most likely first; never empty
 * @param gaps what was lost
 * @param evidence in order of corrected time, then source order; at most {@link #MAX_EVIDENCE}
 * @param evidenceDropped further evidence that is not kept here
 */
public record Incident(
        String key,
        IncidentKind kind,
        IncidentState state,
        boolean provisional,
        boolean planned,
        String site,
        String cluster,
        List<String> failedNodes,
        String servingNode,
        String product,
        String summary,
        String nextStep,
        Instants instants,
        List<Cause> causes,
        List<Gap> gaps,
        List<EvidenceItem> evidence,
        int evidenceDropped) {
    /** Bounds memory: beginnings and ends tell more than the middle of a long flapping. */
    public static final int MAX_EVIDENCE = 500;

    public Incident {
        failedNodes = List.copyOf(failedNodes);
        causes = List.copyOf(causes);
        gaps = List.copyOf(gaps);
        evidence = List.copyOf(evidence);
    }
}
