package io.failsight.engine.notify.channel;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.failsight.settings.notify.Secret;
import io.failsight.settings.notify.Target;
import io.failsight.settings.reach.HttpCall;
import io.failsight.settings.reach.Reach;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

/**
 * A POST with JSON. With a secret, the header {@code Failsight-Signature: t=SECONDS,v1=HEX} holds the HMAC-SHA256 of {@code SECONDS.BODY}: the receiver refuses
 * what is older than some minutes, so that nobody can send it again. Redirects are not followed: the signature is for the address that was written.
 */
final class WebhookChannel implements Channel {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();
    /** Answers that say "later", though they begin with 4. */
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private static final Pattern NOT_IN_HEADERS = Pattern.compile("[^!-~]");

    private final Target.Webhook target;
    private final HttpCall http;

    WebhookChannel(Target.Webhook target, Reach reach) {
        this.target = target;
        this.http = new HttpCall(reach, TIMEOUT.dividedBy(2), TIMEOUT, () -> trust(target));
    }

    /** The body. */
    record Body(
            String delivery,
            String reason,
            String receiver,
            String sent,
            @JsonUnwrapped Message message) {}

    @Override
    public String send(Delivery delivery) throws SendException {
        String body = body(delivery);
        Map<String, String> headers = headers(delivery, body);
        FutureTask<HttpCall.Answer> call =
                new FutureTask<>(() -> http.send(target.url(), headers, Optional.of(body), 0));
        Thread.ofVirtual().start(call);
        try {
            return judge(call.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).status());
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SendException.away("stopped while sending", e);
        } finally {
            call.cancel(true); // closes its connection, wherever it hangs
        }
    }

    private SendException failed(Throwable failure) {
        return switch (failure) {
            case NoTrust trust -> trust.why;
            case Reach.Forbidden forbidden ->
                SendException.refused(target.address() + " is not asked: " + forbidden.getMessage(), forbidden);
            default ->
                SendException.away(
                        target.address() + " cannot be reached ("
                                + failure.getClass().getSimpleName() + ": " + failure.getMessage()
                                + "): check the address, the network and the certificate",
                        failure);
        };
    }

    /** The certificate authority of the receiver cannot be used. */
    private static final class NoTrust extends IOException {
        private static final long serialVersionUID = 1L;

        private final SendException why;

        NoTrust(SendException why) {
            super(why);
            this.why = why;
        }
    }

    private static SSLContext trust(Target.Webhook target) throws IOException {
        try {
            return TrustedTls.context(target.authorityFile());
        } catch (SendException e) {
            throw new NoTrust(e);
        }
    }

    private Map<String, String> headers(Delivery delivery, String body) throws SendException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Failsight-Delivery", NOT_IN_HEADERS.matcher(delivery.id()).replaceAll("-"));
        Optional<Secret> secret = target.secret();
        if (secret.isPresent()) {
            headers.put(
                    "Failsight-Signature",
                    signature(read(secret.get()), delivery.at().getEpochSecond(), body));
        }
        if (target.token().isPresent()) {
            String token = read(target.token().get());
            if (NOT_IN_HEADERS.matcher(token).find()) {
                // Without a cause that repeats the token.
                throw SendException.refused(
                        "the token for " + target.address() + " cannot stand in a header: one line of ASCII",
                        new IOException("no header"));
            }
            headers.put("Authorization", "Bearer " + token);
        }
        return headers;
    }

    private String judge(int status) throws SendException {
        if (status >= 200 && status < 300) {
            return "";
        }
        IOException cause = new IOException("HTTP " + status);
        if (status >= 300 && status < 400) {
            throw SendException.refused(
                    target.address() + " answers with a redirect (" + status
                            + "), which is not followed: write the final address as url",
                    cause);
        }
        String message = target.address() + " answers with " + status;
        if (status >= 400 && status < 500 && !LATER.contains(status)) {
            throw SendException.refused(message + ": check url, secret and token", cause);
        }
        throw SendException.away(message + ": look at the receiver", cause);
    }

    private static String body(Delivery delivery) {
        try {
            return JSON.writeValueAsString(new Body(
                    delivery.id(),
                    delivery.reason().id(),
                    delivery.receiver(),
                    delivery.at().toString(),
                    delivery.message()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message could not be written as JSON", e);
        }
    }

    private static String read(Secret secret) throws SendException {
        try {
            return secret.read();
        } catch (IOException e) {
            throw SendException.away(String.valueOf(e.getMessage()), e);
        }
    }

    /** The value of the header. */
    static String signature(String secret, long epochSeconds, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] digest = mac.doFinal((epochSeconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + epochSeconds + ",v1=" + HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
