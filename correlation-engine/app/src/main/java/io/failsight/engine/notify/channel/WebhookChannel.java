package io.failsight.engine.notify.channel;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.failsight.settings.notify.Secret;
import io.failsight.settings.notify.Target;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A POST with JSON. With a secret, the header {@code Failsight-Signature: t=SECONDS,v1=HEX} holds the HMAC-SHA256 of {@code SECONDS.BODY}: the receiver refuses
 * what is older than some minutes, so that nobody can send it again. Redirects are not followed: the signature is for the address that was written.
 */
final class WebhookChannel implements Channel {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();
    /** Answers that say "later", though they begin with 4. */
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private final Target.Webhook target;

    WebhookChannel(Target.Webhook target) {
        this.target = target;
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
        HttpRequest.Builder request = HttpRequest.newBuilder(target.url())
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Failsight")
                .header("Failsight-Delivery", delivery.id())
                .POST(BodyPublishers.ofString(body));
        Optional<Secret> secret = target.secret();
        if (secret.isPresent()) {
            request.header(
                    "Failsight-Signature",
                    signature(read(secret.get()), delivery.at().getEpochSecond(), body));
        }
        if (target.token().isPresent()) {
            request.header("Authorization", "Bearer " + read(target.token().get()));
        }
        // A client of its own for each message: they are rare, and its threads need not live in between.
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TrustedTls.context(target.authorityFile()))
                .build()) {
            return judge(client.send(request.build(), BodyHandlers.discarding()));
        } catch (IOException e) {
            throw SendException.away(
                    target.address() + " cannot be reached (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "): check the address, the network and the certificate",
                    e);
        } catch (IllegalArgumentException e) {
            throw SendException.refused(
                    "the token for " + target.address() + " cannot stand in a header: one line of ASCII", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SendException.away("stopped while sending", e);
        }
    }

    private String judge(HttpResponse<Void> response) throws SendException {
        int status = response.statusCode();
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
