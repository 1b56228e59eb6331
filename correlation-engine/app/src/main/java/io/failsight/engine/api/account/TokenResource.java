package io.failsight.engine.api.account;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.AccountException;
import io.failsight.engine.access.ApiTokens;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.api.ProblemException;
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
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Bearer tokens of programs that use the API. Thread-safe. */
@Path("/api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Accounts")
public class TokenResource {
    private final ApiTokens tokens;

    TokenResource(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /** A token. */
    @Schema(
            name = "Token",
            description = "A bearer token of a program; its secret is shown when it is made and never again")
    public record TokenAnswer(
            @Schema(description = "its number", examples = "3")
            long id,

            @Schema(description = "which program it is for", examples = "wall display")
            String name,

            @Schema(description = "viewer, operator or admin", examples = "viewer")
            String role,

            @Schema(description = "when it was made", examples = "2026-11-20T10:00:00Z")
            Instant madeAt,

            @Schema(description = "by whom", examples = "admin")
            String madeBy,

            @Schema(description = "when it ends", examples = "2027-11-20T10:00:00Z")
            Instant expires,

            @Schema(description = "when it was last used since the engine started; null when not", examples = "null")
            @Nullable
            Instant used,

            @Schema(description = "the secret, only in the answer that makes it", examples = "fst_q3Jv0m2rT7k0Zl2v9eBd")
            @Nullable
            String token) {
        static TokenAnswer of(ApiTokens.Token token, @Nullable String secret) {
            return new TokenAnswer(
                    token.id(),
                    token.name(),
                    token.role().id(),
                    token.madeAt(),
                    token.madeBy(),
                    token.expires(),
                    token.used(),
                    secret);
        }

        @Override
        public String toString() {
            return "TokenAnswer[" + id + ", " + name + "]";
        }
    }

    /** A token that is wanted. */
    @Schema(name = "TokenRequest", description = "A token that is wanted")
    public record TokenRequest(
            @Schema(description = "which program it is for", examples = "wall display") @Nullable
            String name,

            @Schema(description = "viewer, operator or admin", examples = "viewer") @Nullable
            String role,

            @Schema(description = "when it ends, within ten years", examples = "2027-11-20T10:00:00Z") @Nullable
            String expires) {}

    @GET
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "listTokens",
            summary = "List tokens",
            description = "Tokens by name, without their secrets.")
    @APIResponse(responseCode = "200", description = "the tokens")
    public List<TokenAnswer> list() {
        return tokens.all().stream().map(token -> TokenAnswer.of(token, null)).toList();
    }

    @POST
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "addToken",
            summary = "Make a token",
            description = "The secret is in this answer and nowhere else: only its hash is kept. Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "the token with its secret",
            content = @Content(schema = @Schema(implementation = TokenAnswer.class)))
    public TokenAnswer add(@Nullable TokenRequest wanted, @Context RoutingContext context) {
        if (wanted == null) {
            throw Requests.wrong("send {\"name\", \"role\", \"expires\"}");
        }
        Instant expires;
        try {
            expires = Instant.parse(Requests.required("expires", wanted.expires()));
        } catch (DateTimeParseException e) {
            throw Requests.wrong(
                    "'expires' must be a time such as 2027-11-20T10:00:00Z, not '" + wanted.expires() + "'");
        }
        try {
            ApiTokens.Made made = tokens.make(
                    AccessGate.caller(context).account().name(),
                    Requests.required("name", wanted.name()),
                    Requests.role(wanted.role()),
                    expires);
            return TokenAnswer.of(made.token(), made.secret());
        } catch (AccountException e) {
            throw Requests.problem(e);
        }
    }

    @DELETE
    @Path("/{id}")
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "revokeToken",
            summary = "Revoke a token",
            description = "It opens nothing any more, at once; streams that it opened end. Is audited.")
    @APIResponse(responseCode = "204", description = "revoked")
    public void revoke(
            @Parameter(description = "number of the token", example = "3") @PathParam("id") long id,
            @Context RoutingContext context) {
        if (!tokens.revoke(AccessGate.caller(context).account().name(), id)) {
            throw new ProblemException(
                    404, "No such token", "there is no token " + id + "; GET /api/v1/tokens lists them");
        }
    }
}
