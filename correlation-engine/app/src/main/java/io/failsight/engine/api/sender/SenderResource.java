package io.failsight.engine.api.sender;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.api.Problem;
import io.failsight.engine.api.ProblemException;
import io.failsight.settings.AddressRange;
import io.failsight.settings.sender.Sender;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Senders and their credentials. Thread-safe. */
@Path("/api/v1/senders")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Senders", description = "Who may send, with what credentials, and who came last when")
public class SenderResource {
    private static final int MAX_DAYS = 36_500;
    private static final int MAX_ADDRESSES = 100;

    private final SenderDesk desk;

    SenderResource(SenderDesk desk) {
        this.desk = desk;
    }

    @GET
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "listSenders",
            summary = "List senders",
            description = "All senders with their credentials, in the order in which they were added.")
    @APIResponse(responseCode = "200", description = "the senders")
    public List<SenderAnswer> list() {
        return desk.list();
    }

    @POST
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "addSender",
            summary = "Add a sender",
            description = "It has no credential yet, and may be bound to a node and to addresses. Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "the sender",
            content = @Content(schema = @Schema(implementation = SenderAnswer.class)))
    @APIResponse(
            responseCode = "409",
            description = "there is such a sender already",
            content =
                    @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
    public SenderAnswer add(@Nullable SenderRequest wanted, @Context RoutingContext context) {
        if (wanted == null || wanted.name() == null) {
            throw wrong("send {\"name\", \"site\", \"cluster\", \"node\", \"addresses\"}; only the name must be there");
        }
        if (!Sender.isName(wanted.name())) {
            throw wrong("a sender's name is " + Sender.nameRule());
        }
        Sender.Place place = new Sender.Place(
                word("site", wanted.site()), word("cluster", wanted.cluster()), word("node", wanted.node()));
        return desk.add(wanted.name(), place, ranges(wanted.addresses()), by(context));
    }

    private static String word(String name, @Nullable String text) {
        String word = text == null ? "" : text.strip();
        if (word.length() > 200 || word.chars().anyMatch(Character::isISOControl)) {
            throw wrong("'" + name + "' is a name of failsight.yaml, of at most 200 characters");
        }
        return word;
    }

    private static List<AddressRange> ranges(@Nullable List<String> texts) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : texts == null ? List.<String>of() : texts) {
            ranges.add(AddressRange.read(text)
                    .orElseThrow(() -> wrong("'addresses' holds addresses or ranges such as 192.0.2.0/24")));
        }
        if (ranges.size() > MAX_ADDRESSES) {
            throw wrong("a sender has at most " + MAX_ADDRESSES + " addresses; use ranges");
        }
        return ranges;
    }

    @POST
    @Needs(Role.ADMIN)
    @Path("/{name}/credentials")
    @Operation(
            operationId = "addCredential",
            summary = "Give a sender a credential",
            description =
                    "A certificate signed by the appliance's own authority, or a bearer token for OTLP. Its secret is"
                            + " answered now and never again. Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "the credential with its secret",
            content = @Content(schema = @Schema(implementation = CredentialSecret.class)))
    public CredentialSecret addCredential(
            @Parameter(description = "name of the sender", example = "vms-a") @PathParam("name") String name,
            SenderRequest.@Nullable OfCredential wanted,
            @Context RoutingContext context) {
        Integer days = wanted == null ? null : wanted.days();
        if (days != null && (days < 1 || days > MAX_DAYS)) {
            throw wrong("'days' is 1 to " + MAX_DAYS);
        }
        Optional<Duration> life = Optional.ofNullable(days).map(Duration::ofDays);
        String kind = wanted == null || wanted.kind() == null ? "" : wanted.kind();
        return switch (kind) {
            case "certificate" -> desk.addCertificate(name, life, by(context));
            case "token" -> desk.addToken(name, life, by(context));
            default -> throw wrong("'kind' is certificate or token");
        };
    }

    @DELETE
    @Needs(Role.ADMIN)
    @Path("/{name}/credentials/{id}")
    @Operation(
            operationId = "revokeCredential",
            summary = "Revoke a credential",
            description =
                    "It opens no door from now on; open connections of a certificate are closed within seconds. Is"
                            + " audited.")
    @APIResponse(responseCode = "204", description = "revoked, now or before")
    public void revoke(
            @Parameter(description = "name of the sender", example = "vms-a") @PathParam("name") String name,
            @Parameter(description = "short name of the credential", example = "0a1b2c3d4e5f") @PathParam("id")
                    String id,
            @Context RoutingContext context) {
        desk.revoke(name, id, by(context));
    }

    @DELETE
    @Needs(Role.ADMIN)
    @Path("/{name}")
    @Operation(
            operationId = "removeSender",
            summary = "Remove a sender",
            description = "Its credentials open no door from now on, and nothing is kept of it but the audit.")
    @APIResponse(responseCode = "204", description = "removed")
    public void remove(
            @Parameter(description = "name of the sender", example = "vms-a") @PathParam("name") String name,
            @Context RoutingContext context) {
        desk.remove(name, by(context));
    }

    private static String by(RoutingContext context) {
        return AccessGate.caller(context).account().name();
    }

    private static ProblemException wrong(String detail) {
        return new ProblemException(400, "Not a sender", detail);
    }
}
