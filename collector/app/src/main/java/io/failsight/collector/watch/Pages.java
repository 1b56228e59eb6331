package io.failsight.collector.watch;

import io.failsight.settings.PemAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Fetches small pages with a time limit on all of it. Used by one thread. */
final class Pages implements AutoCloseable {
    /** What is looked at of a page; the rest is not read. */
    static final int MAX_BODY_BYTES = 16 << 10;

    private final Duration timeout;
    private final Optional<Path> authority;
    private @Nullable HttpClient client;

    /**
     * A page, or why there is none.
     *
     * @param status HTTP status, 0 when there was no answer
     * @param body its first bytes
     * @param cookie value of the cookie {@code sessionSK} that came with it, or empty
     * @param trouble why there was no answer; empty when there was one
     */
    record Page(int status, String body, String cookie, Optional<Finding> trouble) {}

    Pages(Duration timeout, Optional<Path> authority) {
        this.timeout = timeout;
        this.authority = authority;
    }

    Page get(URI url, String cookie) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).GET();
        if (!cookie.isEmpty()) {
            request.header("Cookie", "sessionSK=" + cookie);
        }
        return fetch(request.build());
    }

    Page postForm(URI url, String form) throws InterruptedException {
        return fetch(HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    private Page fetch(HttpRequest request) throws InterruptedException {
        CompletableFuture<Page> reply;
        try {
            reply = client().sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                    .thenApplyAsync(Pages::read, task -> Thread.ofVirtual().start(task));
        } catch (IOException | GeneralSecurityException e) {
            return none(new Finding.Unwell("its certificate authority cannot be used: " + e.getMessage()));
        }
        try {
            return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            close(); // whatever still reads ends with its connection
            return none(new Finding.Unwell("no answer within " + timeout.toMillis() + " ms"));
        } catch (ExecutionException e) {
            return none(judge(e.getCause()));
        } finally {
            reply.cancel(true);
        }
    }

    private static Page read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(MAX_BODY_BYTES), StandardCharsets.UTF_8);
            return new Page(response.statusCode(), text, cookie(response), Optional.empty());
        } catch (IOException e) {
            return none(new Finding.Unwell("its answer broke off"));
        }
    }

    private static String cookie(HttpResponse<?> response) {
        for (String header : response.headers().allValues("Set-Cookie")) {
            String pair = header.split(";", 2)[0].strip();
            if (pair.startsWith("sessionSK=")) {
                return pair.substring("sessionSK=".length());
            }
        }
        return "";
    }

    private static Page none(Finding trouble) {
        return new Page(0, "", "", Optional.of(trouble));
    }

    /** Who refuses a connection is there; who does not even do that is not. */
    static Finding judge(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof HttpConnectTimeoutException || cause instanceof SocketTimeoutException) {
                return new Finding.Away("no connection in time");
            }
            if (cause instanceof NoRouteToHostException) {
                return new Finding.Away("no route to it");
            }
            if (cause instanceof UnresolvedAddressException || cause instanceof java.net.UnknownHostException) {
                return new Finding.Unwell("its name cannot be resolved");
            }
            cause = cause.getCause();
        }
        return new Finding.Unwell(failure instanceof ConnectException ? "connection refused" : "no answer: " + failure);
    }

    private HttpClient client() throws IOException, GeneralSecurityException {
        HttpClient open = client;
        if (open == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(timeout.dividedBy(2));
            if (authority.isPresent()) {
                builder.sslContext(PemAuthority.context(authority.get()));
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
