package io.failsight.engine.api;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Account;
import io.failsight.engine.access.Accounts;
import io.failsight.engine.access.Caller;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.OpenToAll;
import io.failsight.engine.access.Role;
import io.failsight.engine.access.Sessions;
import io.failsight.engine.access.SignIn;
import io.failsight.engine.access.SignInRecords;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Signing in and out. Thread-safe. */
@Path(AccessGate.SESSION_PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Session", description = "Signing in and out")
public class SessionResource {
    private final SignIn signIn;
    private final Sessions sessions;
    private final Accounts accounts;
    private final SignInRecords records;

    SessionResource(SignIn signIn, Sessions sessions, Accounts accounts, SignInRecords records) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.accounts = accounts;
        this.records = records;
    }

    @POST
    @OpenToAll
    @Consumes(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "signIn",
            summary = "Sign in",
            description = "Begins a session: a cookie that scripts cannot read, and a token against forged requests.")
    @APIResponse(
            responseCode = "200",
            description = "signed in; the cookie is in the header Set-Cookie",
            content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    public Response signIn(@Nullable SignInRequest request, @Context RoutingContext context) {
        if (request == null || request.name() == null || request.password() == null) {
            throw new ProblemException(
                    400, "Name or password missing", "send {\"name\": \"...\", \"password\": \"...\"}");
        }
        String address = context.request().remoteAddress().hostAddress();
        SignIn.Result result = signIn.attempt(request.name(), request.password(), address);
        if (result instanceof SignIn.Result.Refused) {
            records.failed(request.name(), accounts.find(request.name()).isPresent(), address);
        }
        Account account = requireRight(result, 401, "name or password is wrong");
        records.signedIn(account.name(), address, "");
        return begin(context, sessions, account);
    }

    /** Begins a session and answers with it. */
    public static Response begin(RoutingContext context, Sessions sessions, Account account) {
        Sessions.Started started = sessions.start(account);
        return Response.ok(SessionAnswer.of(account, started.csrfToken()))
                .cookie(cookie(context, started.token(), (int) Sessions.ABSOLUTE.toSeconds()))
                .build();
    }

    /**
     * The account whose password was right.
     *
     * @param wrongStatus status of the answer when it was not
     */
    public static Account requireRight(SignIn.Result result, int wrongStatus, String wrong) {
        return switch (result) {
            case SignIn.Result.Accepted accepted -> accepted.account();
            case SignIn.Result.Refused _ -> throw new ProblemException(wrongStatus, "Not signed in", wrong);
            case SignIn.Result.TooMany tooMany -> {
                long seconds = Math.max(1, tooMany.delay().toSeconds() + 1);
                throw new ProblemException(
                        Problem.of(
                                429,
                                "Too many failed sign-ins",
                                "too many failed sign-ins; try again in " + seconds + " s"),
                        Map.of("Retry-After", Long.toString(seconds)));
            }
            case SignIn.Result.Busy busy ->
                throw new ProblemException(
                        Problem.of(
                                503,
                                "Signing in is busy",
                                "too many are signing in just now; nothing is wrong with this password, try again in "
                                        + busy.delay().toSeconds() + " s"),
                        Map.of("Retry-After", Long.toString(busy.delay().toSeconds())));
        };
    }

    @GET
    @Needs(Role.VIEWER)
    @Operation(
            operationId = "getSession",
            summary = "Show who is signed in",
            description = "The account, its roles, and the session's CSRF token.")
    @APIResponse(
            responseCode = "200",
            description = "who it is",
            content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    public SessionAnswer session(@Context RoutingContext context) {
        Caller caller = AccessGate.caller(context);
        return SessionAnswer.of(
                caller.account(),
                caller.session() == null ? null : caller.session().csrfToken());
    }

    @DELETE
    @Needs(Role.VIEWER)
    @Operation(operationId = "signOut", summary = "Sign out", description = "Ends the session of the cookie.")
    @APIResponse(responseCode = "204", description = "signed out")
    public Response signOut(@Context RoutingContext context) {
        Caller caller = AccessGate.caller(context);
        if (caller.token() != null) {
            sessions.end(caller.token());
            records.signedOut(caller.account().name());
        }
        return Response.noContent().cookie(cookie(context, "", 0)).build();
    }

    /** The cookie of a session that has just begun. */
    public static NewCookie cookieOf(RoutingContext context, Sessions.Started started) {
        return cookie(context, started.token(), (int) Sessions.ABSOLUTE.toSeconds());
    }

    private static NewCookie cookie(RoutingContext context, String value, int maxAgeSeconds) {
        return new NewCookie.Builder(AccessGate.COOKIE)
                .value(value)
                .path("/")
                .maxAge(maxAgeSeconds)
                .httpOnly(true)
                .secure(context.request().isSSL())
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
