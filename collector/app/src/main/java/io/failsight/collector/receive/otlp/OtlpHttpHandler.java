package io.failsight.collector.receive.otlp;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.failsight.collector.receive.otlp.request.OtlpJson.MalformedJson;
import io.failsight.collector.receive.otlp.request.OtlpSignal;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/logs} or {@code /v1/traces}: reads the body within its limits on the event loop and everything else on a thread that
 * may block. Failures are answered with a google.rpc.Status in the request's encoding. Source: OTLP specification, "OTLP/HTTP".
 * Thread-safe.
 */
final class OtlpHttpHandler implements Handler<HttpServerRequest> {
    private static final Logger LOG = Logger.getLogger(OtlpHttpHandler.class);

    /** How long a sender waits when too many requests are in hand. */
    static final Duration OVERLOAD_PAUSE = Duration.ofSeconds(2);
    /** A sender that goes on past the limit of a request by this factor is cut off. */
    private static final int MAX_EXCESS = 4;

    private final OtlpSignal signal;
    private final OtlpPeers peers;
    private final OtlpAccess access;
    private final OtlpIntake intake;
    private final InFlightShares inFlight;
    private final JsonConversions conversions;
    private final Executor blocking;

    OtlpHttpHandler(
            OtlpSignal signal,
            OtlpPeers peers,
            OtlpAccess access,
            OtlpIntake intake,
            InFlightShares inFlight,
            JsonConversions conversions,
            Executor blocking) {
        this.signal = signal;
        this.peers = peers;
        this.access = access;
        this.intake = intake;
        this.inFlight = inFlight;
        this.conversions = conversions;
        this.blocking = blocking;
    }

    @Override
    public void handle(HttpServerRequest request) {
        OtlpEncoding encoding = OtlpEncoding.ofContentType(request.getHeader("Content-Type"));
        OtlpSender sender;
        switch (access.judge(peer(request), request.getHeader("Authorization"))) {
            case OtlpVerdict.Admitted admitted -> sender = admitted.sender();
            case OtlpVerdict.Denied denied -> {
                if (denied.http() == 401) {
                    request.response().putHeader("WWW-Authenticate", "Bearer");
                }
                OtlpEncoding answered = encoding == null ? OtlpEncoding.JSON : encoding;
                OtlpHttpReply.status(request, answered, denied.http(), denied.code(), denied.words());
                return;
            }
        }
        if (encoding == null) {
            intake.refuse("unknown content type");
            OtlpHttpReply.status(
                    request,
                    OtlpEncoding.JSON,
                    415,
                    Code.INVALID_ARGUMENT,
                    "the Content-Type is "
                            + request.getHeader("Content-Type")
                            + "; send application/x-protobuf or application/json");
            return;
        }
        RequestBody body = new RequestBody(inFlight.of(sender), maxBytes(encoding));
        // What a stranger only says that it will send takes no room from others.
        body.expect(sender.isRemote() ? -1 : declaredLength(request));
        Context context = Objects.requireNonNull(Vertx.currentContext(), "a request is handled on an event loop");
        request.handler(chunk -> {
            body.add(chunk);
            if (body.seen() > (long) MAX_EXCESS * intake.config().maxRequestBytes()) {
                request.connection().close();
            }
        });
        request.exceptionHandler(failure -> body.release());
        request.endHandler(end -> received(request, encoding, sender, body, context));
    }

    private @Nullable OtlpPeer peer(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        SocketAddress local = request.localAddress();
        return remote == null
                ? null
                : peers.at(remote.hostAddress(), remote.port(), local == null ? null : local.hostAddress());
    }

    private int maxBytes(OtlpEncoding encoding) {
        int most = intake.config().maxRequestBytes();
        return switch (encoding) {
            case PROTOBUF -> most;
            case JSON -> Math.min(most, JsonConversions.MAX_BYTES);
        };
    }

    /** The length of the body, -1 when it is not declared or will be another one after decompression. */
    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length == null || request.getHeader("Content-Encoding") != null) {
            return -1;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void received(
            HttpServerRequest request, OtlpEncoding encoding, OtlpSender sender, RequestBody body, Context context) {
        if (body.tooLarge()) {
            OtlpAnswer.Never never = intake.refuse("the request is larger than "
                    + maxBytes(encoding)
                    + (encoding == OtlpEncoding.JSON ? " bytes of JSON" : " bytes")
                    + " after decompression; let the exporter send smaller batches");
            OtlpHttpReply.status(request, encoding, 413, Code.RESOURCE_EXHAUSTED, never.reason());
        } else if (body.overloaded()) {
            intake.overloaded();
            OtlpHttpReply.comeAgain(request, encoding, OtlpMessages.OVERLOADED, OVERLOAD_PAUSE);
        } else if (sender.allowance() != null && !sender.allowance().tryTake(body.length())) {
            body.release();
            intake.overloaded();
            OtlpHttpReply.tooFast(request, encoding);
        } else {
            // Taken here: a connection that breaks now releases the body on this thread, while the other one reads it.
            Received received = new Received(encoding, body.array(), body.length(), sender);
            blocking.execute(() -> takeAndReply(request, received, body, context));
        }
    }

    /** The first {@code length} bytes of an array, and whose they are. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    private record Received(OtlpEncoding encoding, byte[] bytes, int length, OtlpSender sender) {}

    private void takeAndReply(HttpServerRequest request, Received received, RequestBody body, Context context) {
        OtlpEncoding encoding = received.encoding();
        OtlpAnswer answer;
        try {
            answer = take(received);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(
                    e,
                    "a request of %s from %s failed inside; please report this",
                    signal,
                    received.sender().name());
            context.runOnContext(done -> OtlpHttpReply.status(
                    request, encoding, 500, Code.INTERNAL, "the collector failed inside; its log says more"));
            return;
        } finally {
            body.release();
        }
        context.runOnContext(done -> reply(request, encoding, answer));
    }

    private OtlpAnswer take(Received received) {
        return switch (received.encoding()) {
            case PROTOBUF -> intake.take(signal, received.bytes(), received.length(), received.sender());
            case JSON -> {
                byte[] protobuf;
                try {
                    protobuf = conversions.toProtobuf(signal, received.bytes(), received.length());
                } catch (MalformedJson e) {
                    yield intake.refuse(e.getMessage());
                }
                yield intake.take(signal, protobuf, protobuf.length, received.sender());
            }
        };
    }

    private void reply(HttpServerRequest request, OtlpEncoding encoding, OtlpAnswer answer) {
        switch (answer) {
            case OtlpAnswer.Taken taken ->
                OtlpHttpReply.send(request, encoding, 200, OtlpMessages.exported(signal, taken));
            case OtlpAnswer.ComeAgain later ->
                OtlpHttpReply.comeAgain(request, encoding, later.reason(), later.after());
            case OtlpAnswer.Never never ->
                OtlpHttpReply.status(request, encoding, 400, Code.INVALID_ARGUMENT, never.reason());
        }
    }

    /** Answers {@code /v1/metrics}. */
    static void refuseMetrics(HttpServerRequest request) {
        OtlpEncoding encoding = OtlpEncoding.ofContentType(request.getHeader("Content-Type"));
        OtlpHttpReply.status(
                request,
                encoding == null ? OtlpEncoding.JSON : encoding,
                501,
                Code.UNIMPLEMENTED,
                OtlpMessages.NO_METRICS);
    }

    /** Writes answers; on the event loop of the request. */
    private static final class OtlpHttpReply {
        static void status(HttpServerRequest request, OtlpEncoding encoding, int http, Code code, String message) {
            send(request, encoding, http, OtlpMessages.status(code, message));
        }

        static void comeAgain(HttpServerRequest request, OtlpEncoding encoding, String reason, Duration after) {
            long seconds = Math.max(1, after.plusMillis(999).toSeconds());
            request.response().putHeader("Retry-After", Long.toString(seconds));
            status(request, encoding, 503, Code.UNAVAILABLE, reason);
        }

        static void tooFast(HttpServerRequest request, OtlpEncoding encoding) {
            request.response().putHeader("Retry-After", Long.toString(OVERLOAD_PAUSE.toSeconds()));
            status(request, encoding, 429, Code.RESOURCE_EXHAUSTED, OtlpMessages.TOO_FAST);
        }

        static void send(HttpServerRequest request, OtlpEncoding encoding, int http, Message message) {
            HttpServerResponse response = request.response();
            if (response.ended() || response.closed()) {
                return;
            }
            response.setStatusCode(http).putHeader("Content-Type", encoding.mediaType());
            var unused = response.end(Buffer.buffer(encoding.encode(message)));
        }
    }
}
