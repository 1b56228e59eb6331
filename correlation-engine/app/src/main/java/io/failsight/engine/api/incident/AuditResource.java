package io.failsight.engine.api.incident;

import io.failsight.engine.api.Parameters;
import io.failsight.engine.incident.Audit;
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

    AuditResource(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A page. */
    @Schema(name = "Audit", description = "A page of the audit, newest first")
    public record Page(
            @Schema(description = "the records") List<IncidentDetail.AuditAnswer> audit,

            @Schema(description = "cursor of the next page; null on the last one", examples = "Njc4ZGFjNDgg") @Nullable
            String next) {}

    @GET
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
}
