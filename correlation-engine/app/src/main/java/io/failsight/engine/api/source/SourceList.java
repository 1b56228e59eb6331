package io.failsight.engine.api.source;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All sources. */
@Schema(name = "SourceList", description = "Everybody who sends, and losses that no number shows")
public record SourceList(
        @Schema(description = "when this was so", examples = "2026-11-20T10:15:30.123Z")
        Instant at,

        @Schema(description = "hosts behind sources, in order of first sight; at most 10,000, the rest as one")
        List<Source> sources,

        @Schema(description = "losses without numbers, newest first; the last 32")
        List<Loss> losses) {
    /** One host behind one source. */
    @Schema(name = "Source", description = "One host behind one source")
    public record Source(
            @Schema(description = "one sender at one door", examples = "syslog/192.0.2.7")
            String source,

            @Schema(description = "host name that it claims, empty for none", examples = "vms-a")
            String host,

            @Schema(description = "door", examples = "syslog")
            String receiver,

            @Schema(description = "site by failsight.yaml, empty when not known", examples = "north")
            String site,

            @Schema(description = "node by failsight.yaml, empty when not known", examples = "vms-a")
            String node,

            @Schema(description = "address that it sends from", examples = "192.0.2.7")
            String peer,

            @Schema(description = "when it was heard first", examples = "2026-11-20T08:00:00Z") @Nullable
            Instant firstSeen,

            @Schema(description = "when it was heard last", examples = "2026-11-20T10:15:29Z") @Nullable
            Instant lastSeen,

            @Schema(description = "entries that came", examples = "120000")
            long entries,

            @Schema(description = "their bytes", examples = "25100000")
            long bytes,

            @Schema(description = "records of the source, whatever host, that were not taken", examples = "0")
            long refused,

            @Schema(description = "entries a second over the last minute or so", examples = "12.5")
            double perSecond,

            @Schema(description = "how long nothing came, in seconds", examples = "1.2")
            double quietSeconds,

            @Schema(
                    description = "how long it may be quiet, declared or by its habit; null when neither is known",
                    examples = "42.0")
            @Nullable
            Double allowedSeconds,

            @Schema(description = "its usual pause; null while that is not known", examples = "10.0") @Nullable
            Double usualSeconds,

            @Schema(description = "whether failsight.yaml says that it must speak", examples = "false")
            boolean declared,

            @Schema(description = "whether it is quiet for longer than it may be", examples = "false")
            boolean silent,

            @Schema(description = "how far its clock is ahead; null when not known", examples = "-0.4") @Nullable
            Double clockOffsetSeconds,

            @Schema(description = "half-width of what the offset may be", examples = "0.15") @Nullable
            Double clockUncertaintySeconds,

            @Schema(
                    description = "how it counts its entries: syslog, device, windows, journald; null when it does not",
                    examples = "syslog")
            @Nullable
            String counting,

            @Schema(description = "entries that it counted and that did not come", examples = "12")
            long missing,

            @Schema(description = "gaps among the last ones that are not closed", examples = "1")
            int gaps) {}

    /** A loss that no number shows. */
    @Schema(name = "SourceLoss", description = "Entries that were lost without a number that says so")
    public record Loss(
            @Schema(description = "source, or the journal", examples = "file/var/log/app.log")
            String where,

            @Schema(description = "how many; 0 when not known", examples = "0")
            long records,

            @Schema(description = "how many bytes; 0 when not known", examples = "4711")
            long bytes,

            @Schema(description = "not before", examples = "2026-11-20T10:00:00Z") @Nullable
            Instant after,

            @Schema(description = "not after", examples = "2026-11-20T10:00:10Z") @Nullable
            Instant before,

            @Schema(description = "who may miss some, where it was the journal")
            List<String> sources,

            @Schema(description = "what happened", examples = "the file was emptied before all of it was read")
            String reason) {}
}
