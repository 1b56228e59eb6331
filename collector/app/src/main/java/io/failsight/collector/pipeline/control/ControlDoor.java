package io.failsight.collector.pipeline.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Routes below {@link #ROOT} of the collector's management port, for engines alone: each request carries the token that collector and engine share ({@code
 * secrets/stream-token}, RFC 6750), which is read anew each time, since requests are rare. Bodies are JSON of at most {@link #MAX_BODY_BYTES}. Thread-safe.
 */
public final class ControlDoor {
    /** Begins every path. */
    public static final String ROOT = "/internal/v1/";
    /** Longest body, in bytes. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    private static final Logger LOG = Logger.getLogger(ControlDoor.class);
    private static final String SCHEME = "Bearer ";
    private static final int MIN_TOKEN_CHARACTERS = 16;

    /** Answers one question; may block. */
    @FunctionalInterface
    public interface Handler {
        /** @throws IOException answered as 503 with its message */
        ControlAnswer answer(ControlQuestion question) throws IOException;
    }

    private final Path tokenFile;
    private final ObjectMapper json;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();

    public ControlDoor(Path tokenFile, ObjectMapper json) {
        this.tokenFile = tokenFile;
        this.json = json;
    }

    /** Answers {@code GET ROOT + name} from now on. */
    public void get(String name, Handler handler) {
        handlers.put(key(HttpMethod.GET, name), handler);
    }

    /** Answers {@code POST ROOT + name} from now on. */
    public void post(String name, Handler handler) {
        handlers.put(key(HttpMethod.POST, name), handler);
    }

    private static String key(HttpMethod method, String name) {
        return method.name() + " " + name;
    }

    /** Puts the routes there; what nobody answers yet is 404. */
    public void open(Router router, Vertx vertx) {
        String all = ROOT + "*";
        router.route(all).handler(this::admit);
        router.route(all).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.route(all).handler(context -> answer(context, vertx));
        router.route(all).failureHandler(context -> {
            int status = context.statusCode() < 400 ? 500 : context.statusCode();
            reply(context.response(), new ControlAnswer(status, new ControlAnswer.Detail("HTTP " + status)));
        });
    }

    private void admit(RoutingContext context) {
        context.request().pause();
        String authorization = context.request().getHeader("Authorization");
        context.vertx().executeBlocking(() -> isRight(authorization), false).onComplete(right -> {
            context.request().resume();
            if (right.succeeded() && right.result()) {
                context.next();
            } else {
                reply(
                        context.response(),
                        new ControlAnswer(
                                401,
                                new ControlAnswer.Detail(
                                        "send 'Authorization: Bearer' with the token of secrets/stream-token")));
            }
        });
    }

    private boolean isRight(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            String secret = Files.readString(tokenFile).strip();
            return secret.length() >= MIN_TOKEN_CHARACTERS
                    && MessageDigest.isEqual(
                            secret.getBytes(StandardCharsets.UTF_8),
                            authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return false;
        }
    }

    private void answer(RoutingContext context, Vertx vertx) {
        String name = context.normalizedPath().substring(ROOT.length());
        Handler handler = handlers.get(key(context.request().method(), name));
        if (handler == null) {
            reply(
                    context.response(),
                    ControlAnswer.notFound("this collector answers no "
                            + context.request().method() + " " + ROOT + name
                            + "; is it of the same version as the engine?"));
            return;
        }
        Map<String, String> parameters = new HashMap<>();
        context.queryParams().forEach(entry -> parameters.putIfAbsent(entry.getKey(), entry.getValue()));
        Buffer body = context.body().buffer();
        vertx.executeBlocking(() -> ask(handler, parameters, body == null ? Buffer.buffer() : body), false)
                .onComplete(asked -> {
                    ControlAnswer given = asked.result();
                    if (given == null) {
                        LOG.errorf(asked.cause(), "a defect kept %s%s from being answered", ROOT, name);
                        given = new ControlAnswer(
                                500, new ControlAnswer.Detail("a defect in the collector; its log has the details"));
                    }
                    reply(context.response(), given);
                });
    }

    private ControlAnswer ask(Handler handler, Map<String, String> parameters, Buffer body) {
        JsonNode tree;
        try {
            tree = body.length() == 0 ? MissingNode.getInstance() : json.readTree(body.getBytes());
        } catch (IOException e) {
            return ControlAnswer.wrong("the body is no JSON: " + e.getMessage());
        }
        try {
            return handler.answer(new ControlQuestion(parameters, tree));
        } catch (IOException | UncheckedIOException e) {
            return ControlAnswer.unavailable(String.valueOf(e.getMessage()));
        }
    }

    private void reply(HttpServerResponse response, ControlAnswer answer) {
        try {
            byte[] bytes = json.writeValueAsBytes(answer.body());
            response.setStatusCode(answer.status())
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end(Buffer.buffer(bytes));
        } catch (JsonProcessingException e) {
            LOG.error("an answer cannot be written as JSON", e);
            response.setStatusCode(500).end();
        }
    }
}
