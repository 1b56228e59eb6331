package io.failsight.engine.api.incident;

import io.failsight.core.incident.Cause;
import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Gap;
import io.failsight.engine.incident.Nanos;
import io.failsight.engine.incident.Proof;
import io.failsight.model.signal.Signal;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A piece of evidence with its line. */
@Schema(name = "Evidence", description = "A line that proves a step of an incident; it stays when the entry is gone")
public record EvidenceAnswer(
        @Schema(description = "id of the signal; up to '#' it is the id of the entry", examples = "AZqk0pZzWT4AAA02")
        String id,

        @Schema(description = "what it says", examples = "heartbeat-lost")
        String kind,

        @Schema(
                description = "last-good, fault, detected, decided, restored, redundant, context",
                examples = "detected")
        String step,

        @Schema(description = "when, clocks corrected", examples = "2026-11-20T09:15:06.420Z")
        Instant time,

        @Schema(description = "when, by the clock of the source; never altered", examples = "2026-11-20T09:15:08.020Z")
        Instant storedTime,

        @Schema(description = "when Failsight received it", examples = "2026-11-20T09:15:06.447Z")
        Instant observed,

        @Schema(description = "half-width of time in milliseconds", examples = "25")
        long uncertaintyMillis,

        @Schema(
                description =
                        "how far the source's clock was ahead, which is what its time is corrected by; null when not known",
                examples = "1600")
        @Nullable
        Long clockOffsetMillis,

        @Schema(description = "node that it is about", examples = "vms-b")
        String node,

        @Schema(description = "layer", examples = "network") String layer,

        @Schema(description = "part of the product", examples = "heart")
        String component,

        @Schema(description = "what exactly, in the product's own word", examples = "heartbeat.default")
        String resource,

        @Schema(description = "where it came from", examples = "syslog/192.0.2.12/safekit")
        String source,

        @Schema(description = "the line", examples = "mirror | heart | Resource heartbeat.default set to down by heart")
        String text,

        @Schema(
                description = "SHA-256 of the line's UTF-8 bytes",
                examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256) {
    static EvidenceAnswer of(EvidenceItem item) {
        Signal signal = item.signal();
        OptionalLong offset = Proof.clockOffset(item);
        return new EvidenceAnswer(
                signal.id(),
                signal.kind().id(),
                item.step(),
                Nanos.instant(item.timeNanos()),
                Nanos.instant(signal.timeNanos()),
                Nanos.instant(signal.observedNanos()),
                MomentAnswer.millisUp(item.uncertaintyNanos()),
                offset.isPresent() ? Long.valueOf(Math.round(offset.getAsLong() / 1e6)) : null,
                signal.subject().node().isEmpty()
                        ? signal.reporter()
                        : signal.subject().node(),
                signal.subject().layer(),
                signal.subject().component(),
                signal.subject().resource(),
                signal.source(),
                signal.text(),
                Proof.sha256(signal.text()));
    }

    static @Nullable Long millis(long nanos, long uncertaintyNanos) {
        return uncertaintyNanos == Signal.UNKNOWN_OFFSET ? null : Math.round(nanos / 1e6);
    }

    /** Why it happened. */
    @Schema(name = "Cause", description = "Why it happened, as far as the evidence goes")
    public record CauseAnswer(
            @Schema(description = "stable name", examples = "node-lost")
            String id,

            @Schema(description = "in words", examples = "vms-a went away without a word.")
            String sentence,

            @Schema(description = "share of belief, 0 to 1", examples = "0.86")
            double weight,

            @Schema(description = "ids of signals", examples = "[\"AZqk0pZzWT4AAA02\"]")
            List<String> evidence) {
        static CauseAnswer of(Cause cause) {
            return new CauseAnswer(cause.id(), cause.sentence(), cause.weight(), cause.evidence());
        }
    }

    /** What was lost. */
    @Schema(name = "Gap", description = "Something that was lost, or could have been")
    public record GapAnswer(
            @Schema(description = "service, redundancy, recordings, evidence", examples = "service")
            String what,

            @Schema(description = "whose", examples = "mirror")
            String subject,

            @Schema(description = "begin") @Nullable MomentAnswer from,

            @Schema(description = "end; null while it lasts") @Nullable
            MomentAnswer to,

            @Schema(description = "in words", examples = "mirror did not serve for about 71 s.")
            String sentence,

            @Schema(description = "ids of signals", examples = "[\"AZqk0pZzWT4AAA02\"]")
            List<String> evidence) {
        static GapAnswer of(Gap gap) {
            return new GapAnswer(
                    gap.what(),
                    gap.subject(),
                    MomentAnswer.of(gap.from()),
                    MomentAnswer.of(gap.to()),
                    gap.sentence(),
                    gap.evidence());
        }
    }
}
