package io.failsight.engine.api.account;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Account;
import io.failsight.engine.access.OpenToAll;
import io.failsight.engine.access.Sessions;
import io.failsight.engine.access.SignInRecords;
import io.failsight.engine.access.oidc.OidcException;
import io.failsight.engine.access.oidc.OidcSignIn;
import io.failsight.engine.api.ProblemException;
import io.failsight.engine.api.SessionResource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Single sign-on, where failsight.yaml names a provider. Thread-safe. */
@Path(AccessGate.SESSION_PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Session")
public class OidcResource {
    private static final Logger LOG = Logger.getLogger(OidcResource.class);
    /** Lax, since it has to come with a link from the provider; it proves nothing but that this browser began. */
    private static final String COOKIE = "failsight-sso";

    private final Optional<OidcSignIn> oidc;
    private final Sessions sessions;
    private final SignInRecords records;

    OidcResource(OidcWay way, Sessions sessions, SignInRecords records) {
        this.oidc = way.signIn();
        this.sessions = sessions;
        this.records = records;
    }

    /** Whether there is single sign-on. */
    public record OidcWay(Optional<OidcSignIn> signIn) {}

    /** How one may sign in. */
    @Schema(name = "SignInWays", description = "How one may sign in")
    public record WaysAnswer(
            @Schema(
                    description = "words on the button of single sign-on; null where there is none",
                    examples = "Site sign-in")
            @Nullable
            String sso) {}

    @GET
    @Path("/ways")
    @OpenToAll
    @SecurityRequirements
    @Operation(
            operationId = "listSignInWays",
            summary = "Show how one may sign in",
            description = "Name and password always; single sign-on where failsight.yaml names a provider.")
    @APIResponse(
            responseCode = "200",
            description = "the ways",
            content = @Content(schema = @Schema(implementation = WaysAnswer.class)))
    public WaysAnswer ways() {
        return new WaysAnswer(oidc.map(OidcSignIn::label).orElse(null));
    }

    @GET
    @Path("/oidc")
    @OpenToAll
    @SecurityRequirements
    @Operation(
            operationId = "beginOidc",
            summary = "Begin single sign-on",
            description = "Sends the browser to the provider (OpenID Connect, authorization code flow with PKCE).")
    @APIResponse(responseCode = "204", description = "never; 303 to the provider, or to the page with the reason")
    public Response begin(@Context RoutingContext context) {
        try {
            OidcSignIn.Begun begun = way().begin(callback(context));
            return Response.seeOther(URI.create(begun.address()))
                    .cookie(cookie(context, begun.browser(), (int) OidcSignIn.LIFETIME.toSeconds()))
                    .build();
        } catch (OidcException e) {
            return failed(context, e);
        }
    }

    @GET
    @Path("/oidc/callback")
    @OpenToAll
    @SecurityRequirements
    @Operation(
            operationId = "endOidc",
            summary = "End single sign-on",
            description = "Where the provider sends the browser back to. Begins a session; is audited.")
    @APIResponse(responseCode = "204", description = "never; 303 to the page, with a session or with the reason")
    public Response end(
            @Parameter(description = "as it was sent", example = "af0ifjsldkj") @DefaultValue("") @QueryParam("state")
                    String state,
            @Parameter(description = "the provider's code", example = "SplxlOBeZQQYbYS6WxSbIA")
                    @DefaultValue("")
                    @QueryParam("code")
                    String code,
            @Parameter(description = "why there is none", example = "access_denied")
                    @DefaultValue("")
                    @QueryParam("error")
                    String error,
            @Context RoutingContext context) {
        try {
            OidcSignIn way = way();
            if (!error.isEmpty()) {
                throw new OidcException(
                        OidcException.Kind.REFUSED, "the provider said: " + error.replaceAll("[^a-z_]", "?"));
            }
            Cookie browser = context.request().getCookie(COOKIE);
            Account account = way.finish(state, code, browser == null ? "" : browser.getValue());
            records.signedIn(
                    account.name(),
                    context.request().remoteAddress().hostAddress(),
                    " by single sign-on (" + String.join(", ", account.roleIds()) + ")");
            return Response.seeOther(URI.create("/"))
                    .cookie(SessionResource.cookieOf(context, sessions.startExternal(account)))
                    .cookie(cookie(context, "", 0))
                    .build();
        } catch (OidcException e) {
            return failed(context, e);
        }
    }

    private OidcSignIn way() {
        return oidc.orElseThrow(() -> new ProblemException(
                404,
                "No single sign-on",
                "failsight.yaml names no provider under access.oidc; sign in with name and password"));
    }

    private static Response failed(RoutingContext context, OidcException e) {
        LOG.warn("single sign-on came to nothing: " + e.getMessage());
        String reason = e.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Response.seeOther(URI.create("/?sso=" + reason))
                .cookie(cookie(context, "", 0))
                .build();
    }

    /** The address that is registered at the provider, which compares it exactly. */
    private static String callback(RoutingContext context) {
        return (context.request().isSSL() ? "https://" : "http://")
                + context.request().authority() + AccessGate.SESSION_PATH + "/oidc/callback";
    }

    private static NewCookie cookie(RoutingContext context, String value, int maxAgeSeconds) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path(AccessGate.SESSION_PATH + "/oidc")
                .maxAge(maxAgeSeconds)
                .httpOnly(true)
                .secure(context.request().isSSL())
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
