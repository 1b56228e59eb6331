package io.failsight.engine.api.incident;

import io.failsight.core.incident.Instants;
import io.failsight.core.incident.Moment;
import io.failsight.engine.incident.Nanos;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One instant of an incident. */
@Schema(
        name = "Moment",
        description =
                "An instant on Failsight's time scale, clocks corrected; the truth lies within time ± uncertainty")
public record MomentAnswer(
        @Schema(description = "ISO 8601, UTC", examples = "2026-11-20T09:15:06.420Z")
        Instant time,

        @Schema(description = "half-width in milliseconds", examples = "25")
        long uncertaintyMillis,

        @Schema(description = "no entry states it; it follows from others", examples = "false")
        boolean inferred,

        @Schema(description = "ids of the signals that prove it", examples = "[\"AZqk0pZzWT4AAA02\"]")
        List<String> evidence) {
    static final long NANOS_PER_MILLI = 1_000_000;

    static @Nullable MomentAnswer of(@Nullable Moment moment) {
        return moment == null
                ? null
                : new MomentAnswer(
                        Nanos.instant(moment.timeNanos()),
                        millisUp(moment.uncertaintyNanos()),
                        moment.inferred(),
                        moment.evidence());
    }

    /** Uncertainties are rounded up: a smaller one would promise too much. */
    static long millisUp(long nanos) {
        return nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI > 0 ? 1 : 0);
    }

    /** The six instants. */
    @Schema(
            name = "Instants",
            description = "The six instants of a failover; null where it has not come to that, or nothing tells")
    public record Six(
            @Schema(description = "last proof that the service worked before") @Nullable
            MomentAnswer lastGood,

            @Schema(description = "when it broke") @Nullable MomentAnswer fault,

            @Schema(description = "when the product noticed") @Nullable
            MomentAnswer detected,

            @Schema(description = "when the product decided who serves") @Nullable
            MomentAnswer decided,

            @Schema(description = "when clients could be served again") @Nullable
            MomentAnswer restored,

            @Schema(description = "when a further failure could be borne again") @Nullable
            MomentAnswer redundant) {
        static Six of(Instants instants) {
            return new Six(
                    MomentAnswer.of(instants.lastGood()),
                    MomentAnswer.of(instants.fault()),
                    MomentAnswer.of(instants.detected()),
                    MomentAnswer.of(instants.decided()),
                    MomentAnswer.of(instants.restored()),
                    MomentAnswer.of(instants.redundant()));
        }
    }

    /** What follows from the instants. */
    @Schema(name = "Durations", description = "Durations in milliseconds; null while not over or not known")
    public record Durations(
            @Schema(description = "from the fault until it was detected", examples = "30000") @Nullable
            Long detectionMillis,

            @Schema(
                    description = "from detection (or decision, where nothing had to be detected) until service",
                    examples = "40890")
            @Nullable
            Long takeoverMillis,

            @Schema(description = "from the fault until service", examples = "70890") @Nullable
            Long withoutServiceMillis,

            @Schema(description = "from the fault until redundancy", examples = "310000") @Nullable
            Long withoutRedundancyMillis) {
        static Durations of(Instants instants) {
            io.failsight.engine.incident.Durations spans = io.failsight.engine.incident.Durations.of(instants);
            return new Durations(
                    spans.detection(), spans.takeover(), spans.withoutService(), spans.withoutRedundancy());
        }
    }
}
