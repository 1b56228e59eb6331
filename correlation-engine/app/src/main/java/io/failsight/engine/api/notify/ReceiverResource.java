package io.failsight.engine.api.notify;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.api.Problem;
import io.failsight.engine.api.ProblemException;
import io.failsight.engine.notify.Deliveries;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Receivers of notifications, as failsight.yaml names them. Thread-safe. */
@Path("/api/v1/receivers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Receivers", description = "Who is told of incidents, and whether the way to them works")
public class ReceiverResource {
    private final Deliveries deliveries;
    private final InstantSource clock;

    ReceiverResource(Deliveries deliveries, InstantSource clock) {
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** What the last proof or test has shown. */
    @Schema(name = "Proof", description = "What the last proof or test has shown")
    public record ProofAnswer(
            @Schema(description = "when", examples = "2026-11-20T08:00:01Z")
            Instant at,

            @Schema(description = "whether it was taken", examples = "true")
            boolean ok) {}

    /** A receiver. */
    @Schema(name = "Receiver", description = "Somebody who is told of incidents")
    public record ReceiverAnswer(
            @Schema(description = "its name", examples = "control room")
            String name,

            @Schema(description = "email, webhook, syslog or snmp", examples = "email")
            String type,

            @Schema(description = "where to, without secrets", examples = "operators@site.example")
            String target,

            @Schema(description = "when it last took a message", examples = "2026-11-20T08:00:01Z") @Nullable
            Instant lastSent,

            @Schema(description = "what went wrong last; null when all is well", examples = "null") @Nullable
            String lastError,

            @Schema(description = "when that was", examples = "null") @Nullable
            Instant lastErrorAt,

            @Schema(description = "messages that are not sent yet", examples = "0")
            long waiting,

            @Schema(description = "messages that were given up", examples = "0")
            long failed,

            @Schema(description = "the last proof or test; null before the first") @Nullable
            ProofAnswer proof,

            @Schema(description = "next proof; null when proofs are off", examples = "2026-11-21T08:00:00Z") @Nullable
            Instant nextProof) {
        static ReceiverAnswer of(Deliveries.ReceiverView view) {
            Deliveries.Proof proof = view.proof();
            return new ReceiverAnswer(
                    view.name(),
                    view.type(),
                    view.target(),
                    view.lastSent(),
                    view.lastError(),
                    view.lastErrorAt(),
                    view.waiting(),
                    view.failed(),
                    proof == null ? null : new ProofAnswer(proof.at(), proof.ok()),
                    view.nextProof());
        }
    }

    @GET
    @Needs(Role.VIEWER)
    @Operation(
            operationId = "listReceivers",
            summary = "List receivers",
            description = "Everybody who is told of incidents, in the order of failsight.yaml, and how it went last.")
    @APIResponse(responseCode = "200", description = "the receivers")
    public List<ReceiverAnswer> list() {
        return deliveries.views().stream().map(ReceiverAnswer::of).toList();
    }

    @POST
    @Needs(Role.OPERATOR)
    @Path("/{name}/test")
    @Operation(
            operationId = "testReceiver",
            summary = "Send a test message",
            description = "Sends now, whatever hours and silences say, and waits for it. Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "the receiver has taken it; over UDP, nobody says so",
            content = @Content(schema = @Schema(implementation = ProofAnswer.class)))
    @APIResponse(
            responseCode = "502",
            description = "it was not taken; the detail says why",
            content =
                    @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
    public ProofAnswer test(
            @Parameter(description = "name of the receiver", example = "control room") @PathParam("name") String name,
            @Context RoutingContext context) {
        Optional<String> error = deliveries
                .test(name, AccessGate.caller(context).account().name())
                .orElseThrow(() -> new ProblemException(
                        404,
                        "No such receiver",
                        "there is no receiver '" + name + "'; GET /api/v1/receivers lists them"));
        if (error.isPresent()) {
            throw new ProblemException(502, "The test message was not taken", error.get());
        }
        return new ProofAnswer(clock.instant(), true);
    }
}
