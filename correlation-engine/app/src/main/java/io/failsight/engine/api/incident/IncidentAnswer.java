package io.failsight.engine.api.incident;

import io.failsight.core.incident.Incident;
import io.failsight.engine.incident.PublicIncident;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An incident as lists and live events show it. */
@Schema(name = "Incident", description = "A failover, explained in short")
public record IncidentAnswer(
        @Schema(description = "stays for ever", examples = "2026-11-20-mirror-1")
        String id,

        @Schema(description = "from 1; one more each time something changed that people see", examples = "3")
        int revision,

        @Schema(
                description =
                        "component, node, site, planned-switch, rolling-update, partition, split-brain, flapping, failed",
                examples = "node")
        String kind,

        @Schema(description = "down, degraded, restored, closed", examples = "degraded")
        String state,

        @Schema(description = "whether late entries are still expected", examples = "true")
        boolean provisional,

        @Schema(description = "whether people asked for it", examples = "false")
        boolean planned,

        @Schema(description = "the cluster", examples = "mirror")
        String cluster,

        @Schema(description = "site of the failed part; empty when not known or several", examples = "north")
        String site,

        @Schema(description = "nodes that failed or were stopped", examples = "[\"vms-a\"]")
        List<String> failedNodes,

        @Schema(description = "node that serves now or at the end; empty when none", examples = "vms-b")
        String servingNode,

        @Schema(description = "product whose failover it is", examples = "safekit")
        String product,

        @Schema(
                description = "what failed, what took over, how long it took",
                examples = "vms-a failed; vms-b took over.")
        String summary,

        @Schema(description = "what the operator does next; empty when nothing", examples = "Start vms-a.")
        String nextStep,

        @Schema(description = "when Failsight opened it", examples = "2026-11-20T09:15:06.468Z")
        Instant opened,

        @Schema(description = "the six instants") MomentAnswer.Six instants,
        @Schema(description = "what follows from them") MomentAnswer.Durations durations,

        @Schema(description = "who takes care of it; null while nobody does") @Nullable
        Acknowledged acknowledged,

        @Schema(description = "to whom it was handed over; null when to nobody", examples = "night shift") @Nullable
        String handedTo,

        @Schema(description = "how many notes it has", examples = "2")
        int notes) {
    /** Who takes care. */
    @Schema(name = "Acknowledged", description = "Who takes care of an incident")
    public record Acknowledged(
            @Schema(description = "account", examples = "otto")
            String by,

            @Schema(description = "since when", examples = "2026-11-20T09:17:02Z")
            Instant at) {
        static @Nullable Acknowledged of(PublicIncident incident) {
            PublicIncident.Acknowledgement acknowledged = incident.acknowledged();
            return acknowledged == null ? null : new Acknowledged(acknowledged.by(), acknowledged.at());
        }
    }

    /** Lists. */
    @Schema(name = "Incidents", description = "A page of incidents, newest first")
    public record Page(
            @Schema(description = "the incidents") List<IncidentAnswer> incidents,

            @Schema(description = "cursor of the next page; null on the last one", examples = "Njc4ZGFjNDgg") @Nullable
            String next) {}

    static IncidentAnswer of(PublicIncident shown) {
        Incident incident = shown.incident();
        return new IncidentAnswer(
                shown.id(),
                shown.revision(),
                incident.kind().id(),
                incident.state().id(),
                incident.provisional(),
                incident.planned(),
                incident.cluster(),
                incident.site(),
                incident.failedNodes(),
                incident.servingNode(),
                incident.product(),
                incident.summary(),
                incident.nextStep(),
                shown.opened(),
                MomentAnswer.Six.of(incident.instants()),
                MomentAnswer.Durations.of(incident.instants()),
                Acknowledged.of(shown),
                shown.handedTo().isEmpty() ? null : shown.handedTo(),
                shown.notes());
    }
}
