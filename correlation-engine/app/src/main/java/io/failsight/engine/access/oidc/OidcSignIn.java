package io.failsight.engine.access.oidc;

import io.failsight.engine.access.Account;
import io.failsight.engine.access.oidc.OidcException.Kind;
import io.failsight.settings.access.OidcSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sign-ins at the provider that are under way. What comes back must belong to one that the same browser began (state and cookie), not longer ago than {@link
 * #LIFETIME}, and only once. Thread-safe; both steps block for the provider.
 */
public final class OidcSignIn implements AutoCloseable {
    /** So long somebody may take at the provider. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);
    /** How long the provider's description is believed. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private static final int MAX = 1_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Pending(String browser, String nonce, String verifier, String redirect, Instant begun) {}

    /**
     * A sign-in that began.
     *
     * @param address where the browser is sent
     * @param browser what its cookie must hold when it comes back
     */
    public record Begun(String address, String browser) {
        @Override
        public String toString() {
            return "Begun[...]";
        }
    }

    private final OidcSettings settings;
    private final OidcProvider provider;
    private final InstantSource clock;
    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private OidcProvider.@Nullable Endpoints endpoints;
    private Instant learned = Instant.MIN;

    public OidcSignIn(OidcSettings settings, InstantSource clock) {
        this.settings = settings;
        this.provider = new OidcProvider(settings);
        this.clock = clock;
    }

    /** Words on the button. */
    public String label() {
        return settings.label();
    }

    /** Begins a sign-in. */
    public Begun begin(String redirect) throws OidcException {
        OidcProvider.Endpoints known = endpoints();
        Pending begun = new Pending(random(), random(), random(), redirect, clock.instant());
        String state = random();
        synchronized (pending) {
            forgetOld();
            pending.put(state, begun);
        }
        String question = OidcProvider.form(Map.of(
                "response_type",
                "code",
                "client_id",
                settings.clientId(),
                "redirect_uri",
                redirect,
                "scope",
                "openid profile email",
                "state",
                state,
                "nonce",
                begun.nonce(),
                "code_challenge",
                digest(begun.verifier()),
                "code_challenge_method",
                "S256"));
        String address = known.authorization();
        return new Begun(address + (address.contains("?") ? "&" : "?") + question, begun.browser());
    }

    /** Ends one: the account of whom the provider vouches for. */
    public Account finish(String state, String code, String browser) throws OidcException {
        Pending begun;
        synchronized (pending) {
            forgetOld();
            begun = pending.remove(state);
        }
        if (begun == null || !same(begun.browser(), browser)) {
            throw new OidcException(
                    Kind.EXPIRED,
                    "a sign-in came back that this browser did not begin within " + LIFETIME.toMinutes() + " min");
        }
        OidcProvider.Endpoints known = endpoints();
        OidcProvider.Tokens tokens = provider.trade(known, code, begun.verifier(), begun.redirect());
        Map<String, Object> claims =
                OidcClaims.proven(settings, tokens.id(), provider.keys(known), begun.nonce(), clock.instant());
        if (known.person().isPresent() && OidcClaims.lacks(settings, claims)) {
            claims = OidcClaims.merged(claims, provider.person(known.person().get(), tokens.access()));
        }
        return OidcClaims.account(settings, claims);
    }

    private synchronized OidcProvider.Endpoints endpoints() throws OidcException {
        OidcProvider.Endpoints known = endpoints;
        Instant now = clock.instant();
        if (known == null || !now.isBefore(learned.plus(FRESH))) {
            known = provider.discover();
            endpoints = known;
            learned = now;
        }
        return known;
    }

    private void forgetOld() {
        Instant oldest = clock.instant().minus(LIFETIME);
        Iterator<Pending> each = pending.values().iterator();
        while (each.hasNext()) {
            if (each.next().begun().isBefore(oldest) || pending.size() >= MAX) {
                each.remove();
            } else {
                return;
            }
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String digest(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        provider.close();
    }
}
