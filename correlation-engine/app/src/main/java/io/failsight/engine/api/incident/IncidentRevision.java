package io.failsight.engine.api.incident;

import io.failsight.core.incident.Incident;
import io.failsight.engine.incident.PublicIncident;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One revision of an incident as it was. */
@Schema(name = "IncidentRevision", description = "A failover as one of its revisions explained it")
public record IncidentRevision(
        @Schema(description = "stays for ever") String id,
        @Schema(description = "which revision this is") int revision,

        @Schema(
                description =
                        "component, node, site, planned-switch, rolling-update, partition, split-brain, flapping, failed")
        String kind,

        @Schema(description = "down, degraded, restored, closed")
        String state,

        @Schema(description = "whether late entries are still expected")
        boolean provisional,

        @Schema(description = "whether people asked for it") boolean planned,
        @Schema(description = "the cluster") String cluster,

        @Schema(description = "site of the failed part; empty when not known or several")
        String site,

        @Schema(description = "nodes that failed or were stopped")
        List<String> failedNodes,

        @Schema(description = "node that serves now or at the end; empty when none")
        String servingNode,

        @Schema(description = "product whose failover it is")
        String product,

        @Schema(description = "what failed, what took over, how long it took")
        String summary,

        @Schema(description = "what the operator does next; empty when nothing")
        String nextStep,

        @Schema(description = "when Failsight opened it") Instant opened,
        @Schema(description = "the six instants") MomentAnswer.Six instants,
        @Schema(description = "what follows from them") MomentAnswer.Durations durations,

        @Schema(description = "always null: what operators did belongs to no revision")
        IncidentAnswer.@Nullable Acknowledged acknowledged,

        @Schema(description = "always null, likewise") @Nullable
        String handedTo,

        @Schema(description = "always 0, likewise") int notes,

        @Schema(description = "why it happened, most likely first")
        List<EvidenceAnswer.CauseAnswer> causes,

        @Schema(description = "what was lost") List<EvidenceAnswer.GapAnswer> gaps,

        @Schema(description = "the lines that prove it, by corrected time")
        List<EvidenceAnswer> evidence,

        @Schema(description = "further evidence that is not kept")
        int evidenceDropped,

        @Schema(description = "when the revision was made") Instant at,
        @Schema(description = "what it changed") List<String> what) {
    static IncidentRevision of(PublicIncident shown, List<String> what) {
        IncidentAnswer item = IncidentAnswer.of(shown);
        Incident incident = shown.incident();
        return new IncidentRevision(
                item.id(),
                item.revision(),
                item.kind(),
                item.state(),
                item.provisional(),
                item.planned(),
                item.cluster(),
                item.site(),
                item.failedNodes(),
                item.servingNode(),
                item.product(),
                item.summary(),
                item.nextStep(),
                item.opened(),
                item.instants(),
                item.durations(),
                item.acknowledged(),
                item.handedTo(),
                item.notes(),
                incident.causes().stream().map(EvidenceAnswer.CauseAnswer::of).toList(),
                incident.gaps().stream().map(EvidenceAnswer.GapAnswer::of).toList(),
                incident.evidence().stream().map(EvidenceAnswer::of).toList(),
                incident.evidenceDropped(),
                shown.revised(),
                what);
    }
}
