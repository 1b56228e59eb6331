package io.failsight.engine.access;

import io.vertx.core.MultiMap;

/** Headers of every response, which keep a browser from running, framing or leaking what it is shown. Stateless. */
final class SecurityHeaders {
    /** Nothing from elsewhere, no inline script or style: log content that slipped through as markup stays dead. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    static void add(MultiMap headers, boolean tls, boolean api) {
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        if (tls) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
        if (api) {
            headers.set("Cache-Control", "no-store");
        }
    }
}
