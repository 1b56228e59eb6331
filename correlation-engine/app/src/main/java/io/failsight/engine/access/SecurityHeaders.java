package io.failsight.engine.access;

import io.vertx.core.MultiMap;

/** Headers of every response, which keep a browser from running, framing or leaking what it is shown. Stateless. */
final class SecurityHeaders {
    /**
     * What the page needs and nothing else: its own files, no inline script or style, nothing from elsewhere. Markup out of a text can be made
     * by the template engine only (Trusted Types), so log content that slipped through as markup stays dead.
     */
    static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                    + "require-trusted-types-for 'script'; trusted-types lit-html";

    /** Answers of the API are for programs: whoever opens one in a browser gets text that can do nothing. */
    static final String API_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

    private SecurityHeaders() {}

    static void add(MultiMap headers, boolean tls, boolean api) {
        headers.set("Content-Security-Policy", api ? API_POLICY : PAGE_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=(), payment=()");
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
