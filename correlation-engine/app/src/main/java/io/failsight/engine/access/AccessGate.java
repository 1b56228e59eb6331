package io.failsight.engine.access;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every route. Adds {@link SecurityHeaders}; lets requests under {@code /api} through only with an account and, if they may change something
 * and come with a session, with its CSRF token. Signing in is open. Which role is enough says each operation ({@link Needs}). Thread-safe; runs on the event loop and leaves it only to check a password.
 */
public final class AccessGate {
    /** Cookie that holds the session's token. */
    public static final String COOKIE = "failsight-session";
    /** Header that repeats the session's CSRF token. */
    public static final String CSRF_HEADER = "X-CSRF-Token";
    /** Where sessions begin and end. */
    public static final String SESSION_PATH = "/api/v1/session";

    private static final String API = "/api";
    private static final Set<String> OPEN =
            Set.of(SESSION_PATH + "/ways", SESSION_PATH + "/oidc", SESSION_PATH + "/oidc/callback");
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic credentials";
    private static final String TOKEN = "a token";

    private final Accounts accounts;
    private final Sessions sessions;
    private final SignIn signIn;
    private final ApiTokens tokens;
    private final SignInRecords records;

    public AccessGate(Accounts accounts, Sessions sessions, SignIn signIn, ApiTokens tokens, SignInRecords records) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.signIn = signIn;
        this.tokens = tokens;
        this.records = records;
    }

    /** Whose request it is; only for routes behind the gate. */
    public static Caller caller(RoutingContext context) {
        Caller caller = context.get(Caller.KEY);
        if (caller == null) {
            throw new IllegalStateException("this route is not behind the gate");
        }
        return caller;
    }

    /** Handles one request. */
    public void handle(RoutingContext context) {
        String path = context.normalizedPath();
        boolean api = path.equals(API) || path.startsWith(API + "/");
        SecurityHeaders.add(context.response().headers(), context.request().isSSL(), api);
        if (!api) {
            context.next();
            return;
        }
        if (isCrossSite(context.request())) {
            refuse(
                    context,
                    new Refusal.Forbidden(
                            "this request comes from another web site; only Failsight's own page may change things"));
        } else if (isOpen(context.request().method(), path)) {
            context.next();
        } else {
            identify(context);
        }
    }

    /** Operations that are there to prove who one is; each of them says so itself, too ({@link OpenToAll}). */
    private static boolean isOpen(HttpMethod method, String path) {
        return method == HttpMethod.POST && path.equals(SESSION_PATH)
                || method == HttpMethod.GET && OPEN.contains(path);
    }

    private void identify(RoutingContext context) {
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            Optional<BasicCredentials> basic = BasicCredentials.parse(authorization);
            if (basic.isPresent()) {
                basic(context, basic.get());
            } else if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                bearer(context, authorization.substring(BEARER.length()).strip());
            } else {
                refuse(
                        context,
                        new Refusal.NotSignedIn(
                                "the Authorization header must hold Basic credentials or a Bearer token"));
            }
            return;
        }
        Cookie cookie = context.request().getCookie(COOKIE);
        Caller caller = cookie == null ? null : ofSession(cookie.getValue());
        if (caller == null) {
            refuse(
                    context,
                    new Refusal.NotSignedIn(
                            "sign in first: POST " + SESSION_PATH + ", or send Basic credentials or a token"));
        } else {
            admit(context, caller);
        }
    }

    private @Nullable Caller ofSession(String token) {
        Sessions.Session session = sessions.use(token).orElse(null);
        if (session == null) {
            return null;
        }
        Account account = account(session);
        if (account == null) {
            sessions.end(token);
            return null;
        }
        return new Caller(account, session, token, () -> sessions.lives(token) && account(session) != null);
    }

    /** The account of a session as it is now; none when it is gone or has another password. */
    private @Nullable Account account(Sessions.Session session) {
        if (session.external() != null) {
            return session.external();
        }
        return accounts.find(session.name())
                .filter(account -> account.passwordHash().equals(session.passwordHash()))
                .orElse(null);
    }

    private void bearer(RoutingContext context, String secret) {
        Optional<Account> account = tokens.use(secret);
        if (account.isEmpty()) {
            refuse(
                    context,
                    new Refusal.NotSignedIn(
                            "the token is unknown, revoked or over; an admin makes one on the page Accounts"));
            return;
        }
        Account known = account.get();
        String address = context.request().remoteAddress().hostAddress();
        if (records.isNew(known.name(), address, TOKEN)) {
            context.vertx()
                    .executeBlocking(
                            () -> {
                                records.used(known.name(), address, TOKEN);
                                return known;
                            },
                            false);
        }
        admit(context, new Caller(known, null, null, () -> tokens.lives(secret)));
    }

    private SignIn.Result attempt(BasicCredentials credentials, String address) {
        SignIn.Result result = signIn.attempt(credentials.name(), credentials.password(), address);
        switch (result) {
            case SignIn.Result.Accepted accepted ->
                records.used(accepted.account().name(), address, BASIC);
            case SignIn.Result.Refused _ ->
                records.failed(
                        credentials.name(), accounts.find(credentials.name()).isPresent(), address);
            case SignIn.Result.TooMany _, SignIn.Result.Busy _ -> {}
        }
        return result;
    }

    private void basic(RoutingContext context, BasicCredentials credentials) {
        Optional<Account> recent = signIn.recent(credentials.name(), credentials.password());
        if (recent.isPresent()) {
            admit(context, ofBasic(recent.get()));
            return;
        }
        String address = context.request().remoteAddress().hostAddress();
        context.request().pause();
        context.vertx()
                .executeBlocking(() -> attempt(credentials, address), false)
                .onComplete(result -> {
                    context.request().resume();
                    if (result.failed()) {
                        context.fail(result.cause());
                    } else {
                        attempted(context, result.result());
                    }
                });
    }

    private void attempted(RoutingContext context, SignIn.Result result) {
        switch (result) {
            case SignIn.Result.Accepted accepted -> admit(context, ofBasic(accepted.account()));
            case SignIn.Result.Refused _ -> refuse(context, new Refusal.NotSignedIn("name or password is wrong"));
            case SignIn.Result.TooMany tooMany -> refuse(context, new Refusal.TooMany(tooMany.delay()));
            case SignIn.Result.Busy busy -> refuse(context, new Refusal.Busy(busy.delay()));
        }
    }

    private Caller ofBasic(Account account) {
        return new Caller(
                account,
                null,
                null,
                () -> accounts.find(account.name()).filter(account::equals).isPresent());
    }

    private void admit(RoutingContext context, Caller caller) {
        HttpServerRequest request = context.request();
        if (!reads(request.method()) && caller.session() != null && !carriesCsrfToken(request, caller.session())) {
            refuse(
                    context,
                    new Refusal.Forbidden("the header " + CSRF_HEADER + " must hold the csrfToken of the session"));
        } else {
            context.put(Caller.KEY, caller);
            context.next();
        }
    }

    private static boolean carriesCsrfToken(HttpServerRequest request, Sessions.Session session) {
        String token = request.getHeader(CSRF_HEADER);
        return token != null && SecretText.same(token, session.csrfToken());
    }

    /** Browsers say where a request comes from; programs do not say it and cannot be tricked into one. */
    private static boolean isCrossSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site != null && !reads(request.method()) && !site.equals("same-origin") && !site.equals("none");
    }

    private static boolean reads(HttpMethod method) {
        return method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS;
    }

    private static void refuse(RoutingContext context, Refusal refusal) {
        String title = switch (refusal) {
            case Refusal.NotSignedIn _ -> "Not signed in";
            case Refusal.Forbidden _ -> "Not allowed";
            case Refusal.TooMany tooMany -> {
                context.response().putHeader("Retry-After", Long.toString(tooMany.seconds()));
                yield "Too many failed sign-ins";
            }
            case Refusal.Busy busy -> {
                context.response()
                        .putHeader("Retry-After", Long.toString(busy.delay().toSeconds()));
                yield "Signing in is busy";
            }
        };
        JsonObject problem = new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", refusal.status())
                .put("detail", refusal.detail());
        // No Basic challenge: a browser that asks for the password itself would send it with every cross-site request
        // from then on.
        context.response()
                .setStatusCode(refusal.status())
                .putHeader("Content-Type", "application/problem+json")
                .end(problem.toBuffer());
    }
}
