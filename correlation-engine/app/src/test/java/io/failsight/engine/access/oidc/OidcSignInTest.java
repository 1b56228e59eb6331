package io.failsight.engine.access.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.engine.access.Account;
import io.failsight.engine.access.Role;
import io.failsight.engine.access.oidc.OidcException.Kind;
import io.failsight.engine.testing.FakeClock;
import io.failsight.settings.access.OidcSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom single sign-on lets in, with a provider that can be made to lie. */
class OidcSignInTest {
    private static final String REDIRECT = "https://console.example/api/v1/session/oidc/callback";

    private final FakeClock clock = new FakeClock();
    private FakeProvider provider;
    private OidcSignIn signIn;

    @BeforeEach
    void start() throws Exception {
        provider = new FakeProvider(clock);
        signIn = new OidcSignIn(settings(provider.issuer(), "groups"), clock);
    }

    @AfterEach
    void stop() {
        signIn.close();
        provider.close();
    }

    private static OidcSettings settings(URI issuer, String rolesClaim) {
        return new OidcSettings(
                issuer,
                "failsight",
                Optional.empty(),
                Optional.empty(),
                "Site sign-in",
                "preferred_username",
                rolesClaim,
                Map.of("viewer", List.of("people"), "operator", List.of(), "admin", List.of("chiefs", "it")));
    }

    private Account finish() throws OidcException {
        OidcSignIn.Begun begun = signIn.begin(REDIRECT);
        Map<String, String> asked = FakeProvider.query(URI.create(begun.address()));
        return signIn.finish(asked.getOrDefault("state", ""), provider.code(asked), begun.browser());
    }

    private Kind refused() {
        return assertThrows(OidcException.class, this::finish).kind();
    }

    @Test
    void asksWithStateNonceAndProofKeyAndTakesWhomTheProviderVouchesFor() throws Exception {
        OidcSignIn.Begun begun = signIn.begin(REDIRECT);
        Map<String, String> asked = FakeProvider.query(URI.create(begun.address()));
        assertEquals("code", asked.get("response_type"));
        assertEquals("S256", asked.get("code_challenge_method"));
        assertEquals(REDIRECT, asked.get("redirect_uri"));
        assertFalse(begun.address().contains(begun.browser()), "what the cookie holds is not told to the provider");
        Account account = signIn.finish(asked.getOrDefault("state", ""), provider.code(asked), begun.browser());
        assertEquals("sso:nora", account.name());
        assertTrue(account.may(Role.VIEWER) && !account.may(Role.OPERATOR));
        assertEquals("", account.passwordHash());
        provider.claim("groups", List.of("it", "people"));
        assertTrue(finish().may(Role.ADMIN));
    }

    @Test
    void takesEachAnswerOnceInTimeAndInTheBrowserThatBegan() throws Exception {
        OidcSignIn.Begun begun = signIn.begin(REDIRECT);
        Map<String, String> asked = FakeProvider.query(URI.create(begun.address()));
        String state = asked.getOrDefault("state", "");
        OidcException other =
                assertThrows(OidcException.class, () -> signIn.finish(state, provider.code(asked), "another browser"));
        assertEquals(Kind.EXPIRED, other.kind());
        OidcException again =
                assertThrows(OidcException.class, () -> signIn.finish(state, provider.code(asked), begun.browser()));
        assertEquals(Kind.EXPIRED, again.kind(), "a state that was used is gone");
        OidcSignIn.Begun late = signIn.begin(REDIRECT);
        clock.advance(OidcSignIn.LIFETIME.plusSeconds(1));
        Map<String, String> lateAsked = FakeProvider.query(URI.create(late.address()));
        assertEquals(
                Kind.EXPIRED,
                assertThrows(
                                OidcException.class,
                                () -> signIn.finish(
                                        lateAsked.getOrDefault("state", ""), provider.code(lateAsked), late.browser()))
                        .kind());
    }

    @Test
    void refusesTokensThatProveNothing() {
        List<Runnable> lies = List.of(
                () -> provider.claim("nonce", "of another sign-in"),
                () -> provider.claim("aud", "another client"),
                () -> provider.claim("azp", "another client"),
                () -> provider.claim("iss", "https://elsewhere.example"),
                () -> provider.claim(
                        "exp",
                        NumericDate.fromMilliseconds(clock.instant()
                                        .minus(Duration.ofMinutes(2))
                                        .toEpochMilli())
                                .getValue()),
                () -> provider.sign(AlgorithmIdentifiers.NONE),
                () -> provider.sign(AlgorithmIdentifiers.HMAC_SHA256),
                provider::signWithAnotherKey,
                () -> provider.claim("preferred_username", "line\nbreak"),
                () -> provider.claim("preferred_username", ""));
        for (int i = 0; i < lies.size(); i++) {
            provider.honest();
            lies.get(i).run();
            assertEquals(Kind.UNTRUSTED, refused(), "lie " + i);
        }
    }

    @Test
    void refusesACodeThatAnotherBegan() {
        provider.wantChallenge("of somebody else");
        assertEquals(Kind.REFUSED, refused());
    }

    @Test
    void saysWhoHasNoRole() {
        provider.claim("groups", List.of("guests"));
        assertEquals(Kind.NO_ROLE, refused());
        provider.claim("groups", JwtClaims.class.getName());
        assertEquals(Kind.NO_ROLE, refused());
    }

    @Test
    void findsGroupsInObjects() throws Exception {
        try (OidcSignIn nested = new OidcSignIn(settings(provider.issuer(), "realm_access.roles"), clock)) {
            provider.claim("realm_access", Map.of("roles", List.of("chiefs")));
            OidcSignIn.Begun begun = nested.begin(REDIRECT);
            Map<String, String> asked = FakeProvider.query(URI.create(begun.address()));
            assertTrue(nested.finish(asked.getOrDefault("state", ""), provider.code(asked), begun.browser())
                    .may(Role.ADMIN));
        }
    }

    @Test
    void saysThatTheProviderIsAwayAndGoesOnWhenItIsBack() throws Exception {
        try (OidcSignIn away = new OidcSignIn(settings(URI.create("http://127.0.0.1:1"), "groups"), clock)) {
            OidcException failure = assertThrows(OidcException.class, () -> away.begin(REDIRECT));
            assertEquals(Kind.UNREACHABLE, failure.kind());
        }
        provider.away(true);
        assertEquals(Kind.UNREACHABLE, refused());
        provider.away(false);
        assertEquals("sso:nora", finish().name());
    }

    @Test
    void believesNoProviderThatCallsItselfOtherwise() {
        OidcSignIn other = new OidcSignIn(settings(URI.create(provider.issuer() + "/"), "groups"), clock);
        OidcException failure = assertThrows(OidcException.class, () -> other.begin(REDIRECT));
        assertTrue(String.valueOf(failure.getMessage()).contains("it calls itself"), failure.getMessage());
        other.close();
    }
}
