package io.failsight.collector.watch;

import io.failsight.settings.PemAuthority;
import io.failsight.settings.reach.HttpCall;
import io.failsight.settings.reach.Reach;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Fetches small pages with a time limit on all of it, from addresses that may be asked ({@link Reach}). Used by one thread. */
final class Pages {
    /** What is looked at of a page; the rest is not read. */
    static final int MAX_BODY_BYTES = 16 << 10;

    private final Duration timeout;
    private final HttpCall http;

    /**
     * A page, or why there is none.
     *
     * @param status HTTP status, 0 when there was no answer
     * @param body its first bytes
     * @param cookie value of the cookie {@code sessionSK} that came with it, or empty
     * @param trouble why there was no answer; empty when there was one
     */
    record Page(int status, String body, String cookie, Optional<Finding> trouble) {}

    /** The certificate authority of the operator cannot be used. */
    private static final class BadAuthority extends IOException {
        private static final long serialVersionUID = 1L;

        BadAuthority(Exception cause) {
            super("its certificate authority cannot be used: " + cause.getMessage(), cause);
        }
    }

    Pages(Duration timeout, Optional<Path> authority, Reach reach) {
        this.timeout = timeout;
        this.http = new HttpCall(reach, timeout.dividedBy(2), timeout, () -> context(authority));
    }

    private static SSLContext context(Optional<Path> authority) throws IOException {
        try {
            return authority.isPresent() ? PemAuthority.context(authority.get()) : SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this Java has no TLS", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new BadAuthority(e);
        }
    }

    Page get(URI url, String cookie) throws InterruptedException {
        return fetch(url, cookie.isEmpty() ? Map.of() : Map.of("Cookie", "sessionSK=" + cookie), Optional.empty());
    }

    Page postForm(URI url, String form) throws InterruptedException {
        return fetch(url, Map.of("Content-Type", "application/x-www-form-urlencoded"), Optional.of(form));
    }

    private Page fetch(URI url, Map<String, String> headers, Optional<String> body) throws InterruptedException {
        FutureTask<HttpCall.Answer> call = new FutureTask<>(() -> http.send(url, headers, body, MAX_BODY_BYTES));
        Thread.ofVirtual().start(call);
        try {
            HttpCall.Answer answer = call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Page(answer.status(), answer.body(), cookie(answer), Optional.empty());
        } catch (TimeoutException e) {
            return late();
        } catch (ExecutionException e) {
            return e.getCause() instanceof HttpCall.Late ? late() : none(judge(e.getCause()));
        } finally {
            call.cancel(true); // closes its connection, wherever it hangs
        }
    }

    private String cookie(HttpCall.Answer answer) {
        for (String header : answer.header("Set-Cookie")) {
            String pair = header.split(";", 2)[0].strip();
            if (pair.startsWith("sessionSK=")) {
                return pair.substring("sessionSK=".length());
            }
        }
        return "";
    }

    private Page late() {
        return none(new Finding.Unwell("no answer within " + timeout.toMillis() + " ms"));
    }

    private static Page none(Finding trouble) {
        return new Page(0, "", "", Optional.of(trouble));
    }

    /** Who refuses a connection is there; who does not even do that is not. Nothing that an answer said is repeated. */
    static Finding judge(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            switch (cause) {
                case SocketTimeoutException _ -> {
                    return new Finding.Away("no connection in time");
                }
                case NoRouteToHostException _ -> {
                    return new Finding.Away("no route to it");
                }
                case UnknownHostException _ -> {
                    return new Finding.Unwell("its name cannot be resolved");
                }
                case Reach.Forbidden forbidden -> {
                    return new Finding.Unwell(String.valueOf(forbidden.getMessage()));
                }
                case BadAuthority bad -> {
                    return new Finding.Unwell(String.valueOf(bad.getMessage()));
                }
                default -> cause = cause.getCause();
            }
        }
        return new Finding.Unwell(failure instanceof ConnectException ? "connection refused" : "no answer: " + failure);
    }
}
