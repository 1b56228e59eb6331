package io.failsight.collector.signal;

import io.failsight.settings.PemAuthority;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Posts signals to one engine. The client is made with the first signal, since most collectors never have one. Not thread-safe. */
final class EngineClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final SignalConfig config;
    private final URI address;
    private @Nullable HttpClient client;

    /** What the engine said. */
    sealed interface Answer {
        /** They are on the engine's disk. */
        record Taken() implements Answer {}

        /** They were not taken, and may be later. */
        record Later(String reason) implements Answer {}

        /** This request will never be taken. */
        record Refused(String reason) implements Answer {}
    }

    EngineClient(SignalConfig config) {
        this.config = config;
        this.address = URI.create(config.engine().toString().replaceAll("/+$", "") + "/api/v1/signals");
    }

    /** Sends the lines in one request. */
    Answer post(List<byte[]> lines) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> reply;
        try {
            reply = client().sendAsync(request(lines), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | GeneralSecurityException e) {
            return new Answer.Later("the token or the certificate authority cannot be read: " + e);
        }
        try {
            // The request's own time-out ends with the reply's head.
            return judge(reply.get(config.replyTimeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Answer.Later("no answer within " + config.replyTimeout().toSeconds() + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return new Answer.Later(cause instanceof ConnectException ? "nobody listens there" : String.valueOf(cause));
        } finally {
            reply.cancel(true);
        }
    }

    private HttpRequest request(List<byte[]> lines) throws IOException {
        int length = 0;
        for (byte[] line : lines) {
            length += line.length + 1;
        }
        byte[] body = new byte[length];
        int at = 0;
        for (byte[] line : lines) {
            System.arraycopy(line, 0, body, at, line.length);
            at += line.length;
            body[at++] = '\n';
        }
        String token = Files.readString(config.tokenFile(), StandardCharsets.US_ASCII);
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-ndjson")
                .header("Authorization", "Bearer " + token.strip())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static Answer judge(HttpResponse<String> reply) {
        int status = reply.statusCode();
        if (status == 204 || status == 200) {
            return new Answer.Taken();
        }
        String words = reply.body().strip();
        String reason =
                "HTTP " + status + (words.isEmpty() ? "" : ": " + words.substring(0, Math.min(300, words.length())));
        boolean forGood = status == 400 || status == 413 || status == 415 || status == 422;
        return forGood ? new Answer.Refused(reason) : new Answer.Later(reason);
    }

    private HttpClient client() throws IOException, GeneralSecurityException {
        HttpClient open = client;
        if (open == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_TIMEOUT);
            if (config.authorityFile().isPresent()) {
                builder.sslContext(PemAuthority.context(config.authorityFile().get()));
            }
            open = builder.build();
            client = open;
        }
        return open;
    }

    @Override
    public void close() {
        HttpClient open = client;
        client = null;
        if (open != null) {
            open.shutdownNow();
        }
    }
}
