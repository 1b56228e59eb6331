package io.failsight.engine.api.incident;

import io.failsight.audit.AuditReport;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.api.Parameters;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.audit.AuditLog;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.query.Cursor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who did what. Thread-safe. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Audit", description = "Who did what")
public class AuditResource {
    private static final int DEFAULT_SIZE = 50;
    private static final int MAX_SIZE = 500;
    private static final String BINDING = "audit";

    private final Ledger ledger;
    private final Audit audit;
    private final AuditLog log;

    AuditResource(Ledger ledger, Audit audit, AuditLog log) {
        this.ledger = ledger;
        this.audit = audit;
        this.log = log;
    }

    /** What a check has shown. */
    @Schema(name = "AuditCheck", description = "What a check of the audit has shown")
    public record CheckAnswer(
            @Schema(description = "whether no record was changed, removed, put in or cut off", examples = "true")
            boolean sound,

            @Schema(description = "how many records there are", examples = "120")
            long records,

            @Schema(description = "number of the last one", examples = "120")
            long head,

            @Schema(
                    description = "its hash",
                    examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
            String headHash,

            @Schema(description = "records that the engine's log knows", examples = "120")
            int known,

            @Schema(description = "what is not as it was written", examples = "[]")
            List<FindingAnswer> findings) {
        static CheckAnswer of(AuditReport report) {
            return new CheckAnswer(
                    report.isSound(),
                    report.records(),
                    report.head(),
                    report.headHash(),
                    report.anchors(),
                    report.findings().stream()
                            .map(found -> new FindingAnswer(
                                    found.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                    found.first(),
                                    found.last(),
                                    found.words()))
                            .toList());
        }
    }

    /** A finding. */
    @Schema(name = "AuditFinding", description = "Records that are not as they were written")
    public record FindingAnswer(
            @Schema(description = "changed, removed, inserted, truncated, unknown-to-log", examples = "changed")
            String kind,

            @Schema(description = "first record", examples = "17")
            long first,

            @Schema(description = "last record", examples = "17")
            long last,

            @Schema(description = "the same in words", examples = "record 17 was changed")
            String words) {}

    /** A page. */
    @Schema(name = "Audit", description = "A page of the audit, newest first")
    public record Page(
            @Schema(description = "the records") List<IncidentDetail.AuditAnswer> audit,

            @Schema(description = "cursor of the next page; null on the last one", examples = "Njc4ZGFjNDgg") @Nullable
            String next) {}

    @GET
    @Needs(Role.VIEWER)
    @Operation(
            operationId = "listAudit",
            summary = "List the audit",
            description = "Every deed of operators, newest first; records are never changed or removed.")
    @APIResponse(
            responseCode = "200",
            description = "a page of the audit",
            content = @Content(schema = @Schema(implementation = Page.class)))
    public Page list(
            @Parameter(description = "records of a page, 1 to 500", example = "50")
                    @DefaultValue("")
                    @QueryParam("size")
                    String size,
            @Parameter(description = "'next' of the page before") @DefaultValue("") @QueryParam("cursor")
                    String cursor) {
        int most = Parameters.number("size", size, DEFAULT_SIZE, 1, MAX_SIZE);
        long below = Cursor.read(cursor, BINDING).map(Cursor::sequence).orElse(Long.MAX_VALUE);
        List<Audit.Act> found = ledger.read(transaction -> Audit.page(transaction, below, most + 1));
        List<Audit.Act> page = found.subList(0, Math.min(most, found.size()));
        return new Page(
                page.stream().map(IncidentDetail.AuditAnswer::of).toList(),
                found.size() > most ? new Cursor(0, page.getLast().id(), "").write(BINDING) : null);
    }

    @GET
    @Path("/check")
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "checkAudit",
            summary = "Check the audit",
            description =
                    "Follows the chain of hashes from the first record to the last and compares it with what the engine's log told of it. "
                            + "`./failsight doctor` does the same from outside.")
    @APIResponse(
            responseCode = "200",
            description = "what was found",
            content = @Content(schema = @Schema(implementation = CheckAnswer.class)))
    public CheckAnswer check() {
        return CheckAnswer.of(audit.check(log.anchors()));
    }
}
