package io.failsight.engine.signal;

import io.failsight.engine.ledger.LedgerException;
import io.failsight.model.signal.Signal;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * {@code POST /api/v1/signals}: the acknowledged stream. Stands before the accounts, because collectors have a token of their own, and has a thread of
 * its own, so that searches which wait for OpenSearch never keep it waiting. 204 means: the ledger has all of them on disk. All or nothing: 400 names
 * the line (member {@code line}, 1 the first) and the member that is wrong. Thread-safe.
 */
public final class SignalDoor implements AutoCloseable {
    /** Where it is. */
    public static final String PATH = "/api/v1/signals";
    /** Most bytes of a request; beyond it a collector sends two. */
    public static final int MAX_BYTES = 1 << 20;

    private static final Logger LOG = Logger.getLogger(SignalDoor.class);
    private static final String RETRY_SECONDS = "1";

    private final SignalLog signals;
    private final StreamToken token;
    private final SignalSink sink;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("signal-door").daemon().factory());

    public SignalDoor(SignalLog signals, StreamToken token, SignalSink sink) {
        this.signals = signals;
        this.token = token;
        this.sink = sink;
    }

    /** Handles a request to {@link #PATH}, passes every other on. */
    public void handle(RoutingContext context) {
        if (!context.normalizedPath().equals(PATH)) {
            context.next();
            return;
        }
        HttpServerRequest request = context.request();
        if (request.method() != HttpMethod.POST) {
            context.response().putHeader("Allow", "POST");
            refuse(context, 405, "Method not allowed", "signals are sent with POST");
            return;
        }
        switch (token.judge(request.getHeader("Authorization"))) {
            case RIGHT -> receive(context, request);
            case WRONG ->
                refuse(
                        context,
                        401,
                        "Not a collector of this Failsight",
                        "send 'Authorization: Bearer' with the token of secrets/stream-token");
            case NO_TOKEN ->
                refuse(
                        context,
                        503,
                        "No stream token",
                        "the engine has no stream token to compare with; './failsight up' makes secrets/stream-token");
        }
    }

    private void receive(RoutingContext context, HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        Context own = context.vertx().getOrCreateContext();
        request.handler(part -> {
            if (body.length() <= MAX_BYTES) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> {
            if (body.length() > MAX_BYTES) {
                refuse(context, 413, "Too large", "a request holds at most " + MAX_BYTES + " bytes; send two");
                return;
            }
            try {
                thread.execute(() -> store(new Exchange(own, context.response()), body.getBytes()));
            } catch (RejectedExecutionException e) {
                busy(new Exchange(own, context.response()), "the engine is stopping");
            }
        });
        request.resume();
    }

    private void store(Exchange exchange, byte[] body) {
        try {
            List<Signal> fresh = signals.append(SignalReader.readLines(body));
            if (!fresh.isEmpty()) {
                sink.offer(fresh);
            }
            exchange.answer(response -> response.setStatusCode(204).end());
        } catch (SignalFormatException e) {
            JsonObject problem =
                    problem(400, "Not a signal", String.valueOf(e.getMessage())).put("line", e.line());
            exchange.answer(response ->
                    send(response, 400, e.member().isEmpty() ? problem : problem.put("member", e.member())));
        } catch (LedgerException e) {
            LOG.error("signals were not stored; the collector keeps them and tries again: " + e.getMessage());
            busy(exchange, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("signals were not stored, by a bug; the collector keeps them and tries again", e);
            busy(exchange, "an error of the engine; see its log");
        }
    }

    private static void busy(Exchange exchange, String detail) {
        exchange.answer(response -> {
            response.putHeader("Retry-After", RETRY_SECONDS);
            send(response, 503, problem(503, "Signals cannot be stored", detail));
        });
    }

    /** A request that is answered later, on the connection's own thread. */
    private record Exchange(Context own, HttpServerResponse response) {
        void answer(Consumer<HttpServerResponse> answer) {
            own.runOnContext(_ -> {
                if (!response.ended() && !response.closed()) {
                    answer.accept(response);
                }
            });
        }
    }

    private static void refuse(RoutingContext context, int status, String title, String detail) {
        context.request().resume();
        send(context.response(), status, problem(status, title, detail));
    }

    private static JsonObject problem(int status, String title, String detail) {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }

    private static void send(HttpServerResponse response, int status, JsonObject problem) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(problem.toBuffer());
    }

    @Override
    public void close() {
        thread.close();
    }
}
