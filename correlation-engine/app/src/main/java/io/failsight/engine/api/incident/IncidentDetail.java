package io.failsight.engine.api.incident;

import io.failsight.core.incident.Incident;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.incident.IncidentListener;
import io.failsight.engine.incident.IncidentTable;
import io.failsight.engine.incident.PublicIncident;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An incident with everything about it: the members of {@link IncidentAnswer}, but notes in full, and more. */
@Schema(name = "IncidentDetail", description = "A failover, explained in full")
public record IncidentDetail(
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

        @Schema(description = "who takes care of it; null while nobody does")
        IncidentAnswer.@Nullable Acknowledged acknowledged,

        @Schema(description = "to whom it was handed over; null when to nobody") @Nullable
        String handedTo,

        @Schema(description = "why it happened, most likely first")
        List<EvidenceAnswer.CauseAnswer> causes,

        @Schema(description = "what was lost") List<EvidenceAnswer.GapAnswer> gaps,

        @Schema(description = "the lines that prove it, by corrected time")
        List<EvidenceAnswer> evidence,

        @Schema(description = "further evidence that is not kept")
        int evidenceDropped,

        @Schema(description = "what people added, the oldest first")
        List<NoteAnswer> notes,

        @Schema(description = "what each revision changed") List<RevisionAnswer> revisions,
        @Schema(description = "who did what about it") List<AuditAnswer> audit,
        @Schema(description = "who was told") List<NoticeAnswer> notifications) {
    /** A note. */
    @Schema(name = "Note", description = "What somebody added")
    public record NoteAnswer(
            @Schema(description = "account", examples = "otto")
            String by,

            @Schema(description = "when", examples = "2026-11-20T09:18:40Z")
            Instant at,

            @Schema(description = "the text", examples = "Power supply tripped.")
            String text) {}

    /** What a revision changed. */
    @Schema(name = "RevisionWords", description = "What a revision changed, in words")
    public record RevisionAnswer(
            @Schema(description = "its number", examples = "2")
            int revision,

            @Schema(description = "when it was made", examples = "2026-11-20T09:15:47.352Z")
            Instant at,

            @Schema(description = "what it changed", examples = "[\"state: down → degraded\"]")
            List<String> what) {}

    /** A deed. */
    @Schema(name = "AuditRecord", description = "Who did what; never changed or removed")
    public record AuditAnswer(
            @Schema(description = "its number", examples = "12")
            long id,

            @Schema(description = "when", examples = "2026-11-20T09:17:02Z")
            Instant at,

            @Schema(description = "account", examples = "otto")
            String by,

            @Schema(description = "acknowledge, note, hand-over, silence, end-silence", examples = "acknowledge")
            String action,

            @Schema(description = "incident that it concerns; null when none", examples = "2026-11-20-mirror-1")
            @Nullable
            String incident,

            @Schema(description = "with which words", examples = "")
            String text) {
        static AuditAnswer of(Audit.Act act) {
            return new AuditAnswer(act.id(), act.at(), act.by(), act.action(), act.incident(), act.text());
        }
    }

    /** A message to a receiver. */
    @Schema(name = "Notice", description = "A message about the incident to a receiver")
    public record NoticeAnswer(
            @Schema(description = "name of the receiver", examples = "duty")
            String receiver,

            @Schema(description = "opened, escalated, redundant", examples = "opened")
            String reason,

            @Schema(description = "sent, waiting, failed, suppressed", examples = "sent")
            String state,

            @Schema(description = "when it came into that state", examples = "2026-11-20T09:15:06.900Z")
            Instant at,

            @Schema(description = "why it was not sent", examples = "connection refused") @Nullable
            String error) {}

    static IncidentDetail of(
            PublicIncident shown,
            List<IncidentTable.Note> notes,
            List<IncidentTable.Revision> revisions,
            List<Audit.Act> audit,
            List<IncidentListener.Notice> notices) {
        IncidentAnswer item = IncidentAnswer.of(shown);
        Incident incident = shown.incident();
        return new IncidentDetail(
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
                incident.causes().stream().map(EvidenceAnswer.CauseAnswer::of).toList(),
                incident.gaps().stream().map(EvidenceAnswer.GapAnswer::of).toList(),
                incident.evidence().stream().map(EvidenceAnswer::of).toList(),
                incident.evidenceDropped(),
                notes.stream()
                        .map(note -> new NoteAnswer(note.by(), note.at(), note.text()))
                        .toList(),
                revisions.stream()
                        .map(each -> new RevisionAnswer(each.revision(), each.at(), each.what()))
                        .toList(),
                audit.stream().map(AuditAnswer::of).toList(),
                notices.stream()
                        .map(each ->
                                new NoticeAnswer(each.receiver(), each.reason(), each.state(), each.at(), each.error()))
                        .toList());
    }
}
