package io.failsight.engine.api.account;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Account;
import io.failsight.engine.access.AccountException;
import io.failsight.engine.access.AccountKeeper;
import io.failsight.engine.access.Accounts;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.access.Sessions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Local accounts, as secrets/users.yaml holds them. Thread-safe. */
@Path("/api/v1/users")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Accounts", description = "Who may use Failsight")
public class UserResource {
    private final Accounts accounts;
    private final AccountKeeper keeper;
    private final Sessions sessions;

    UserResource(Accounts accounts, AccountKeeper keeper, Sessions sessions) {
        this.accounts = accounts;
        this.keeper = keeper;
        this.sessions = sessions;
    }

    /** An account. */
    @Schema(name = "User", description = "Somebody who may sign in; passwords are never shown")
    public record UserAnswer(
            @Schema(description = "name", examples = "otto") String name,

            @Schema(description = "viewer, operator, admin", examples = "[\"operator\"]")
            List<String> roles,

            @Schema(description = "whether they may not sign in for now", examples = "false")
            boolean disabled,

            @Schema(
                    description = "whether somebody else made the password, so that it should be changed",
                    examples = "true")
            boolean passwordMade,

            @Schema(description = "how many sessions are open", examples = "1")
            int sessions) {}

    /** What an account is to be. */
    @Schema(name = "UserRequest", description = "What an account is to be")
    public record UserRequest(
            @Schema(description = "name (adding only): letters, digits, '.', '_', '@', '-'", examples = "otto")
            @Nullable
            String name,

            @Schema(description = "viewer, operator, admin; each includes those before it", examples = "[\"operator\"]")
            @Nullable
            List<String> roles,

            @Schema(description = "password (adding only), 12 characters to 72 bytes", examples = "four words make one")
            @Nullable
            String password,

            @Schema(description = "whether they may not sign in for now (changing only)", examples = "false")
            boolean disabled) {
        @Override
        public String toString() {
            return "UserRequest[" + name + "]";
        }
    }

    /** A new password. */
    @Schema(name = "PasswordRequest", description = "A new password")
    public record PasswordRequest(
            @Schema(description = "12 characters to 72 bytes", examples = "four words make one") @Nullable
            String password) {
        @Override
        public String toString() {
            return "PasswordRequest[...]";
        }
    }

    @GET
    @Needs(Role.ADMIN)
    @Operation(operationId = "listUsers", summary = "List accounts", description = "Local accounts by name.")
    @APIResponse(responseCode = "200", description = "the accounts")
    public List<UserAnswer> list() {
        return accounts.all().stream().map(this::answer).toList();
    }

    private UserAnswer answer(Account account) {
        return new UserAnswer(
                account.name(),
                account.roleIds(),
                account.disabled(),
                account.passwordMade(),
                sessions.count(account.name()));
    }

    @POST
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "addUser",
            summary = "Add an account",
            description = "The password should be changed by whom it is for, and the page says so to them. Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "the account",
            content = @Content(schema = @Schema(implementation = UserAnswer.class)))
    public UserAnswer add(@Nullable UserRequest wanted, @Context RoutingContext context) {
        if (wanted == null) {
            throw Requests.wrong("send {\"name\", \"roles\", \"password\"}");
        }
        String name = Requests.required("name", wanted.name());
        try {
            keeper.add(
                    by(context),
                    name,
                    Requests.roles(wanted.roles()),
                    Requests.required("password", wanted.password()));
        } catch (AccountException e) {
            throw Requests.problem(e);
        }
        return shown(name);
    }

    @PUT
    @Path("/{name}")
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "changeUser",
            summary = "Change roles, disable, enable",
            description =
                    "Holds for the next request of everybody concerned; who is disabled is signed out. The last admin stays one (409). Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "the account",
            content = @Content(schema = @Schema(implementation = UserAnswer.class)))
    public UserAnswer change(
            @Parameter(description = "name of the account", example = "otto") @PathParam("name") String name,
            @Nullable UserRequest wanted,
            @Context RoutingContext context) {
        if (wanted == null) {
            throw Requests.wrong("send {\"roles\", \"disabled\"}");
        }
        try {
            keeper.set(by(context), name, Requests.roles(wanted.roles()), wanted.disabled());
        } catch (AccountException e) {
            throw Requests.problem(e);
        }
        return shown(name);
    }

    @PUT
    @Path("/{name}/password")
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "setPassword",
            summary = "Set a password",
            description = "For somebody who forgot theirs: ends their sessions; they should change it. Is audited.")
    @APIResponse(responseCode = "204", description = "set")
    public void password(
            @Parameter(description = "name of the account", example = "otto") @PathParam("name") String name,
            @Nullable PasswordRequest wanted,
            @Context RoutingContext context) {
        String password = Requests.required("password", wanted == null ? null : wanted.password());
        try {
            keeper.setPassword(by(context), name, password);
        } catch (AccountException e) {
            throw Requests.problem(e);
        }
    }

    @DELETE
    @Path("/{name}")
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "removeUser",
            summary = "Remove an account",
            description = "Ends its sessions. The last admin stays (409). Is audited.")
    @APIResponse(responseCode = "204", description = "removed")
    public void remove(
            @Parameter(description = "name of the account", example = "otto") @PathParam("name") String name,
            @Context RoutingContext context) {
        try {
            keeper.remove(by(context), name);
        } catch (AccountException e) {
            throw Requests.problem(e);
        }
    }

    @DELETE
    @Path("/{name}/sessions")
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "signOutUser",
            summary = "Sign somebody out everywhere",
            description = "Ends all sessions of an account. Is audited.")
    @APIResponse(responseCode = "204", description = "ended")
    public void signOut(
            @Parameter(description = "name of the account", example = "otto") @PathParam("name") String name,
            @Context RoutingContext context) {
        try {
            keeper.signOut(by(context), name);
        } catch (AccountException e) {
            throw Requests.problem(e);
        }
    }

    private UserAnswer shown(String name) {
        return accounts.all().stream()
                .filter(account -> account.name().equals(name))
                .map(this::answer)
                .findFirst()
                .orElseThrow(() -> Requests.wrong("'" + name + "' was removed meanwhile"));
    }

    private static String by(RoutingContext context) {
        return AccessGate.caller(context).account().name();
    }
}
