package io.failsight.engine.api.incident;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.api.Parameters;
import io.failsight.engine.api.ProblemException;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.incident.Deeds;
import io.failsight.engine.incident.IncidentListener;
import io.failsight.engine.incident.IncidentTable;
import io.failsight.engine.incident.Nanos;
import io.failsight.engine.incident.PublicIncident;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.Transaction;
import io.failsight.engine.query.Cursor;
import io.failsight.engine.query.TimeWindow;
import io.failsight.engine.report.IncidentReport;
import io.failsight.engine.report.ReportStyle;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Incidents. Works without OpenSearch, and while all workers wait for it. Thread-safe. */
@Path("/api/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Incidents", description = "Failovers, explained, and what operators do about them")
public class IncidentResource {
    private static final int DEFAULT_SIZE = 50;
    private static final int MAX_SIZE = 200;
    /** Ids are at most 50 characters; keys of the core may be longer. */
    private static final int MAX_NAME = 300;

    private static final String ID = "id of the incident, an earlier id of it, or a key of the core";
    private static final String ID_EXAMPLE = "2026-11-20-mirror-1";

    private final Ledger ledger;
    private final Deeds deeds;
    private final IncidentListener listener;
    private final InstantSource clock;

    IncidentResource(Ledger ledger, Deeds deeds, IncidentListener listener, InstantSource clock) {
        this.ledger = ledger;
        this.deeds = deeds;
        this.listener = listener;
        this.clock = clock;
    }

    @GET
    @Needs(Role.VIEWER)
    @Operation(
            operationId = "listIncidents",
            summary = "List incidents",
            description = "Newest first. Follow 'next' as 'cursor' for the page after it.")
    @APIResponse(
            responseCode = "200",
            description = "a page of incidents",
            content = @Content(schema = @Schema(implementation = IncidentAnswer.Page.class)))
    public IncidentAnswer.Page list(
            @Parameter(description = "all, open (not closed yet), closed", example = "open")
                    @DefaultValue("")
                    @QueryParam("state")
                    String state,
            @Parameter(description = "only of this cluster", example = "mirror")
                    @DefaultValue("")
                    @QueryParam("cluster")
                    String cluster,
            @Parameter(
                            description =
                                    "opened at or after: ISO 8601, milliseconds since the epoch, or now-1h; open when blank")
                    @DefaultValue("")
                    @QueryParam("from")
                    String from,
            @Parameter(description = "opened before; written like from") @DefaultValue("") @QueryParam("to") String to,
            @Parameter(description = "incidents of a page, 1 to 200", example = "50")
                    @DefaultValue("")
                    @QueryParam("size")
                    String size,
            @Parameter(description = "'next' of the page before, with the same filters")
                    @DefaultValue("")
                    @QueryParam("cursor")
                    String cursor) {
        String chosen = Parameters.choice("state", state, "all", "open", "closed");
        String binding = String.join("\n", "incidents", chosen, cluster, from, to);
        TimeWindow window = TimeWindow.parse(from, to, clock.instant());
        int most = Parameters.number("size", size, DEFAULT_SIZE, 1, MAX_SIZE);
        Optional<Cursor> place = Cursor.read(cursor, binding);
        IncidentTable.Filter filter = new IncidentTable.Filter(
                chosen,
                cluster,
                window.from().map(Nanos::of).orElse(Long.MIN_VALUE),
                window.until().map(Nanos::of).orElse(Long.MAX_VALUE),
                place.map(Cursor::time).orElse(Long.MAX_VALUE),
                place.map(Cursor::collector).orElse(""));
        List<PublicIncident> found = ledger.read(transaction -> IncidentTable.list(transaction, filter, most + 1));
        List<PublicIncident> page = found.subList(0, Math.min(most, found.size()));
        return new IncidentAnswer.Page(
                page.stream().map(IncidentAnswer::of).toList(),
                found.size() > most ? next(page.getLast(), binding) : null);
    }

    private static String next(PublicIncident last, String binding) {
        return new Cursor(Nanos.of(last.opened()), 0, last.id()).write(binding);
    }

    @GET
    @Needs(Role.VIEWER)
    @Path("/{id}")
    @Operation(
            operationId = "getIncident",
            summary = "Get one incident",
            description =
                    "Its current revision with causes, gaps and every line of evidence; notes, audit, messages sent.")
    @APIResponse(
            responseCode = "200",
            description = "the incident",
            content = @Content(schema = @Schema(implementation = IncidentDetail.class)))
    public IncidentDetail get(@Parameter(description = ID, example = ID_EXAMPLE) @PathParam("id") String name) {
        return ledger.read(transaction -> find(transaction, name)
                        .map(incident -> IncidentDetail.of(
                                incident,
                                IncidentTable.notes(transaction, incident.id()),
                                IncidentTable.revisions(transaction, incident.id()),
                                Audit.of(transaction, incident.id()),
                                listener.notices(transaction, incident.id()))))
                .orElseThrow(() -> noSuchIncident(name));
    }

    @GET
    @Needs(Role.VIEWER)
    @Path("/{id}/report.html")
    @Produces(MediaType.TEXT_HTML)
    @Operation(
            operationId = "getIncidentReport",
            summary = "Get an incident as one HTML file",
            description =
                    "Self-contained: raw lines, hashes, clock corrections, time axis; it loads nothing, runs nothing, prints well.")
    @APIResponse(
            responseCode = "200",
            description = "the file",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_HTML,
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            description = "HTML",
                                            examples = "<!doctype html>")))
    public String report(
            @Parameter(description = ID, example = ID_EXAMPLE) @PathParam("id") String name,
            @Context RoutingContext context) {
        IncidentReport report = ledger.read(transaction -> find(transaction, name)
                        .map(incident -> new IncidentReport(
                                incident,
                                IncidentTable.notes(transaction, incident.id()),
                                IncidentTable.revisions(transaction, incident.id()),
                                Audit.of(transaction, incident.id()),
                                listener.notices(transaction, incident.id()))))
                .orElseThrow(() -> noSuchIncident(name));
        // Stricter than the page's own: nothing but the report's style, which stands inside.
        context.response().putHeader("Content-Security-Policy", ReportStyle.POLICY);
        context.response()
                .putHeader(
                        "Content-Disposition",
                        "inline; filename=\"" + report.shown().id() + ".html\"");
        return report.html(clock.instant());
    }

    private static Optional<PublicIncident> find(Transaction transaction, String name) {
        return IncidentTable.resolve(transaction, checked(name)).flatMap(id -> IncidentTable.find(transaction, id));
    }

    @GET
    @Needs(Role.VIEWER)
    @Path("/{id}/revisions/{revision}")
    @Operation(
            operationId = "getIncidentRevision",
            summary = "Get a revision of an incident",
            description =
                    "The incident as that revision explained it. Lines that only came in with it, without changing anything else, are part of it.")
    @APIResponse(
            responseCode = "200",
            description = "the revision",
            content = @Content(schema = @Schema(implementation = IncidentRevision.class)))
    public IncidentRevision revision(
            @Parameter(description = ID, example = ID_EXAMPLE) @PathParam("id") String name,
            @Parameter(description = "number of the revision, 1 the first", example = "2") @PathParam("revision")
                    String revision) {
        int number = Parameters.number("revision", revision, 1, 1, Integer.MAX_VALUE);
        return ledger.read(transaction -> {
                    Optional<String> id = IncidentTable.resolve(transaction, checked(name));
                    return id.flatMap(known -> IncidentTable.revision(transaction, known, number)
                            .map(shown -> IncidentRevision.of(
                                    shown,
                                    IncidentTable.revisions(transaction, known).stream()
                                            .filter(each -> each.revision() == number)
                                            .flatMap(each -> each.what().stream())
                                            .toList())));
                })
                .orElseThrow(() -> new ProblemException(
                        404, "No such revision", "there is no revision " + number + " of an incident '" + name + "'"));
    }

    @POST
    @Needs(Role.OPERATOR)
    @Path("/{id}/acknowledge")
    @Operation(
            operationId = "acknowledgeIncident",
            summary = "Acknowledge an incident",
            description = "The caller takes care of it from now on. Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "the incident",
            content = @Content(schema = @Schema(implementation = IncidentAnswer.class)))
    public IncidentAnswer acknowledge(
            @Parameter(description = ID, example = ID_EXAMPLE) @PathParam("id") String name,
            @Context RoutingContext context) {
        return answer(deeds.acknowledge(checked(name), by(context)), name);
    }

    @POST
    @Needs(Role.OPERATOR)
    @Path("/{id}/notes")
    @Operation(
            operationId = "addIncidentNote",
            summary = "Add a note to an incident",
            description = "At most 4,000 characters. Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "the incident",
            content = @Content(schema = @Schema(implementation = IncidentAnswer.class)))
    public IncidentAnswer note(
            @Parameter(description = ID, example = ID_EXAMPLE) @PathParam("id") String name,
            @Nullable WordsRequest words,
            @Context RoutingContext context) {
        String text = WordsRequest.required("text", words == null ? null : words.text());
        return answer(deeds.note(checked(name), by(context), text), name);
    }

    @POST
    @Needs(Role.OPERATOR)
    @Path("/{id}/hand-over")
    @Operation(
            operationId = "handIncidentOver",
            summary = "Hand an incident over",
            description = "Somebody else takes care of it from now on; the text becomes a note. Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "the incident",
            content = @Content(schema = @Schema(implementation = IncidentAnswer.class)))
    public IncidentAnswer handOver(
            @Parameter(description = ID, example = ID_EXAMPLE) @PathParam("id") String name,
            @Nullable WordsRequest words,
            @Context RoutingContext context) {
        String to = WordsRequest.required("to", words == null ? null : words.to());
        String text = WordsRequest.optional("text", words == null ? null : words.text());
        return answer(deeds.handOver(checked(name), by(context), to, text), name);
    }

    private static String by(RoutingContext context) {
        return AccessGate.caller(context).account().name();
    }

    private static IncidentAnswer answer(Optional<PublicIncident> incident, String name) {
        return incident.map(IncidentAnswer::of).orElseThrow(() -> noSuchIncident(name));
    }

    private static String checked(String name) {
        if (name.length() > MAX_NAME) {
            throw noSuchIncident(name.substring(0, MAX_NAME) + "...");
        }
        return name;
    }

    static ProblemException noSuchIncident(String name) {
        return new ProblemException(
                404, "No such incident", "there is no incident '" + name + "'; GET /api/v1/incidents lists them");
    }
}
