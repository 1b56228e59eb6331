package io.failsight.engine.api.incident;

import io.failsight.core.incident.IncidentKind;
import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.api.ProblemException;
import io.failsight.engine.incident.Deeds;
import io.failsight.engine.incident.Silences;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Silences and maintenance windows. Thread-safe. */
@Path("/api/v1/silences")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Silences", description = "Times in which nobody is told, and maintenance windows")
public class SilenceResource {
    private final Deeds deeds;
    private final InstantSource clock;

    SilenceResource(Deeds deeds, InstantSource clock) {
        this.deeds = deeds;
        this.clock = clock;
    }

    /** A silence. */
    @Schema(name = "Silence", description = "A time in which nobody is told of some incidents")
    public record SilenceAnswer(
            @Schema(description = "its number", examples = "4")
            long id,

            @Schema(description = "cluster, or * for every one", examples = "hub")
            String cluster,

            @Schema(description = "kinds of incidents; empty is all", examples = "[\"component\"]")
            List<String> kinds,

            @Schema(description = "begin, included", examples = "2026-11-20T18:00:00Z")
            Instant from,

            @Schema(description = "end, excluded", examples = "2026-11-20T20:00:00Z")
            Instant to,

            @Schema(description = "why", examples = "Windows updates of both nodes")
            String reason,

            @Schema(description = "account", examples = "otto")
            String by,

            @Schema(description = "whether work is done on the cluster then", examples = "true")
            boolean maintenance) {
        static SilenceAnswer of(Silences.Silence silence) {
            return new SilenceAnswer(
                    silence.id(),
                    silence.cluster(),
                    silence.kinds(),
                    silence.from(),
                    silence.to(),
                    silence.reason(),
                    silence.by(),
                    silence.maintenance());
        }
    }

    /** A silence that is wanted. */
    @Schema(name = "SilenceRequest", description = "A silence that is wanted")
    public record SilenceRequest(
            @Schema(description = "cluster, or * for every one", examples = "hub", required = true) @Nullable
            String cluster,

            @Schema(description = "kinds of incidents; all when empty or missing", examples = "[\"component\"]")
            @Nullable
            List<String> kinds,

            @Schema(description = "begin; now when missing", examples = "2026-11-20T18:00:00Z") @Nullable
            String from,

            @Schema(description = "end", examples = "2026-11-20T20:00:00Z", required = true) @Nullable
            String to,

            @Schema(description = "why", examples = "Windows updates", required = true) @Nullable
            String reason,

            @Schema(description = "whether work is done on the cluster then", examples = "true")
            boolean maintenance) {}

    @GET
    @Needs(Role.VIEWER)
    @Operation(
            operationId = "listSilences",
            summary = "List silences",
            description = "Silences and maintenance windows that have not ended, the one that ends last first.")
    @APIResponse(responseCode = "200", description = "the silences")
    public List<SilenceAnswer> list() {
        return deeds.silences().stream().map(SilenceAnswer::of).toList();
    }

    @POST
    @Needs(Role.OPERATOR)
    @Operation(
            operationId = "addSilence",
            summary = "Silence, or announce maintenance",
            description = "Incidents are found and shown all the same; only nobody is told. Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "the silence",
            content = @Content(schema = @Schema(implementation = SilenceAnswer.class)))
    public SilenceAnswer add(@Nullable SilenceRequest wanted, @Context RoutingContext context) {
        if (wanted == null) {
            throw wrong("send {\"cluster\", \"kinds\", \"from\", \"to\", \"reason\", \"maintenance\"}");
        }
        Instant now = clock.instant();
        Instant from = wanted.from() == null ? now : time("from", wanted.from());
        Instant to = time("to", wanted.to() == null ? "" : wanted.to());
        if (!to.isAfter(from) || !to.isAfter(now)) {
            throw wrong("'to' (" + to + ") must be after 'from' (" + from + ") and after now");
        }
        return SilenceAnswer.of(deeds.silence(new Silences.Silence(
                0,
                WordsRequest.required("cluster", wanted.cluster()),
                kinds(wanted.kinds() == null ? List.of() : wanted.kinds()),
                from,
                to,
                WordsRequest.required("reason", wanted.reason()),
                AccessGate.caller(context).account().name(),
                wanted.maintenance())));
    }

    private static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong("'" + name + "' must be a time such as 2026-11-20T18:00:00Z, not '" + text + "'");
        }
    }

    private static List<String> kinds(List<String> wanted) {
        List<String> known =
                Arrays.stream(IncidentKind.values()).map(IncidentKind::id).toList();
        for (String kind : wanted) {
            if (!known.contains(kind)) {
                throw wrong("'" + kind + "' is no kind of incident; there are "
                        + known.stream().collect(Collectors.joining(", ")));
            }
        }
        return wanted.stream().distinct().toList();
    }

    private static ProblemException wrong(String detail) {
        return new ProblemException(400, "Not a silence", detail);
    }

    @DELETE
    @Needs(Role.OPERATOR)
    @Path("/{id}")
    @Operation(
            operationId = "endSilence",
            summary = "End a silence",
            description = "It ends now; one that has not begun never begins. Is audited.")
    @APIResponse(responseCode = "204", description = "ended")
    public void end(
            @Parameter(description = "number of the silence", example = "4") @PathParam("id") long id,
            @Context RoutingContext context) {
        if (deeds.endSilence(id, AccessGate.caller(context).account().name()).isEmpty()) {
            throw new ProblemException(
                    404, "No such silence", "there is no silence " + id + "; GET /api/v1/silences lists them");
        }
    }
}
