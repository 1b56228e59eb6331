package io.failsight.engine.access.oidc;

import io.failsight.engine.access.Account;
import io.failsight.engine.access.Role;
import io.failsight.engine.access.oidc.OidcException.Kind;
import io.failsight.settings.access.OidcSettings;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/** What an ID token says of a person, once it is proven (OpenID Connect Core 1.0 §3.1.3.7). Stateless. */
final class OidcClaims {
    /** Before the name of whoever came in this way: no local account can be called so. */
    static final String PREFIX = "sso:";

    private static final int CLOCK_SKEW_SECONDS = 60;
    /** Signatures with a key pair only: a shared secret or none at all proves nothing. */
    private static final AlgorithmConstraints SIGNATURES = new AlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384);

    private OidcClaims() {}

    /** Whether the provider must be asked for what the token does not say. */
    static boolean lacks(OidcSettings settings, Map<String, Object> claims) {
        return !claims.containsKey(settings.nameClaim())
                || groups(claims, settings.rolesClaim()).isEmpty();
    }

    /** With what the provider said when it was asked; what the token says counts, and it must speak of the same person. */
    static Map<String, Object> merged(Map<String, Object> claims, String more) throws OidcException {
        try {
            Map<String, Object> all = new LinkedHashMap<>(JwtClaims.parse(more).getClaimsMap());
            if (!Objects.equals(all.get("sub"), claims.get("sub"))) {
                throw new OidcException(Kind.UNTRUSTED, "the provider spoke of another person when it was asked");
            }
            all.putAll(claims);
            return all;
        } catch (InvalidJwtException e) {
            throw new OidcException(Kind.UNREACHABLE, "what the provider says of the person cannot be read");
        }
    }

    /** The account that proven claims give. */
    static Account account(OidcSettings settings, Map<String, Object> claims) throws OidcException {
        String name = claims.get(settings.nameClaim()) instanceof String text ? text : "";
        if (!name.matches("[^\\p{Cntrl}\\p{Cf}]{1,128}")) {
            throw new OidcException(
                    Kind.UNTRUSTED,
                    "the claim '" + settings.nameClaim() + "' names nobody; choose another with name-claim");
        }
        Set<Role> roles = roles(settings, groups(claims, settings.rolesClaim()));
        if (roles.isEmpty()) {
            throw new OidcException(
                    Kind.NO_ROLE,
                    "'" + name + "' is in no group that has a role; see access.oidc.roles in failsight.yaml");
        }
        return new Account(PREFIX + name, roles, "");
    }

    /** What a token says, once it is proven. */
    static Map<String, Object> proven(OidcSettings settings, String token, String keys, String nonce, Instant now)
            throws OidcException {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setExpectedIssuer(settings.issuer().toString())
                    .setExpectedAudience(settings.clientId())
                    .setRequireExpirationTime()
                    .setRequireIssuedAt()
                    .setRequireSubject()
                    .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                    .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
                    .setJwsAlgorithmConstraints(SIGNATURES)
                    .setVerificationKeyResolver(
                            new JwksVerificationKeyResolver(new JsonWebKeySet(keys).getJsonWebKeys()))
                    .build()
                    .processToClaims(token);
            if (!nonce.equals(claims.getClaimValueAsString("nonce"))) {
                throw new OidcException(Kind.UNTRUSTED, "the ID token belongs to another sign-in");
            }
            String party = claims.getClaimValueAsString("azp");
            if (party != null && !party.equals(settings.clientId())) {
                throw new OidcException(Kind.UNTRUSTED, "the ID token was made for '" + party + "'");
            }
            return claims.getClaimsMap();
        } catch (InvalidJwtException e) {
            // Its message would hold the token.
            throw new OidcException(
                    Kind.UNTRUSTED,
                    "the ID token does not hold: "
                            + e.getErrorDetails().stream()
                                    .map(error -> "error " + error.getErrorCode())
                                    .toList());
        } catch (JoseException e) {
            throw new OidcException(Kind.UNREACHABLE, "the provider's keys cannot be read");
        }
    }

    private static List<String> groups(Map<String, Object> claims, String path) {
        Object value = claims.get(path);
        if (value == null) {
            value = claims;
            for (String member : path.split("\\.")) {
                value = value instanceof Map<?, ?> object ? object.get(member) : null;
            }
        }
        return value instanceof Collection<?> many
                ? many.stream().map(String::valueOf).toList()
                : value instanceof String one ? List.of(one.split(" ")) : List.of();
    }

    private static Set<Role> roles(OidcSettings settings, List<String> groups) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        settings.roles().forEach((id, wanted) -> {
            if (wanted.stream().anyMatch(groups::contains)) {
                Role.ofId(id).ifPresent(roles::add);
            }
        });
        return roles;
    }
}
