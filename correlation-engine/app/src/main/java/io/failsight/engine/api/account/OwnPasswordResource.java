package io.failsight.engine.api.account;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Account;
import io.failsight.engine.access.AccountException;
import io.failsight.engine.access.AccountKeeper;
import io.failsight.engine.access.Caller;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.access.Sessions;
import io.failsight.engine.access.SignIn;
import io.failsight.engine.access.SignInRecords;
import io.failsight.engine.api.ProblemException;
import io.failsight.engine.api.SessionAnswer;
import io.failsight.engine.api.SessionResource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** One's own password. Thread-safe. */
@Path(AccessGate.SESSION_PATH + "/password")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Session")
public class OwnPasswordResource {
    private final SignIn signIn;
    private final AccountKeeper keeper;
    private final Sessions sessions;
    private final SignInRecords records;

    OwnPasswordResource(SignIn signIn, AccountKeeper keeper, Sessions sessions, SignInRecords records) {
        this.signIn = signIn;
        this.keeper = keeper;
        this.sessions = sessions;
        this.records = records;
    }

    /** The old password and the new one. */
    @Schema(name = "OwnPasswordRequest", description = "The old password and the new one")
    public record OwnPasswordRequest(
            @Schema(description = "the password as it is", examples = "what it was before") @Nullable
            String old,

            @Schema(description = "12 characters to 72 bytes", examples = "four words make one") @Nullable
            String password) {
        @Override
        public String toString() {
            return "OwnPasswordRequest[...]";
        }
    }

    @PUT
    @Needs(Role.VIEWER)
    @Operation(
            operationId = "changeOwnPassword",
            summary = "Change one's own password",
            description =
                    "Needs the old one, which counts as a sign-in where it is wrong. Ends all sessions of the account and begins a new one. Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "changed; the cookie of the new session is in the header Set-Cookie",
            content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    public Response change(@Nullable OwnPasswordRequest wanted, @Context RoutingContext context) {
        String old = Requests.required("old", wanted == null ? null : wanted.old());
        String password = Requests.required("password", wanted == null ? null : wanted.password());
        Caller caller = AccessGate.caller(context);
        String name = caller.account().name();
        if (caller.account().passwordHash().isEmpty()) {
            throw new ProblemException(
                    409, "No password here", "'" + name + "' has no password in Failsight; change it where it is kept");
        }
        String address = context.request().remoteAddress().hostAddress();
        SignIn.Result result = signIn.attempt(name, old, address);
        if (result instanceof SignIn.Result.Refused) {
            records.failed(name, true, address);
        }
        SessionResource.requireRight(result, 400, "the old password is wrong");
        if (old.equals(password)) {
            throw Requests.wrong("the new password is the old one; choose another");
        }
        try {
            Account changed = keeper.changeOwnPassword(name, password);
            if (caller.session() == null) {
                return Response.ok(SessionAnswer.of(changed, null)).build();
            }
            return SessionResource.begin(context, sessions, changed);
        } catch (AccountException e) {
            throw Requests.problem(e);
        }
    }
}
