package io.failsight.settings.access;

import io.failsight.settings.notify.SecretKeys;
import io.failsight.settings.yaml.Key;
import io.failsight.settings.yaml.Shape;
import io.failsight.settings.yaml.Shapes;
import io.failsight.settings.yaml.Table;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys under {@code access}. */
public final class AccessKeys {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Key<URI> ISSUER = Key.of(
            "issuer",
            new Shape.Scalar<>(
                    "an address such as https://id.example/realms/site; without TLS only on this machine",
                    text -> Shapes.HTTP_URL.parse().apply(text).filter(AccessKeys::isSafe)),
            "Address of the provider, exactly as it names itself in `/.well-known/openid-configuration`.");
    private static final Key<String> CLIENT = Key.of("client-id", Shapes.WORD, "What the provider knows Failsight by.");
    private static final SecretKeys SECRET =
            new SecretKeys("client-secret", "Proof that it is Failsight; none for a public client.");
    private static final Key<String> LABEL =
            new Key<>("label", Shapes.WORD, "Single sign-on", "Words on the button of the sign-in.");
    private static final Key<String> NAME =
            new Key<>("name-claim", Shapes.WORD, "preferred_username", "Claim that names the person.");
    private static final Key<String> GROUPS = new Key<>(
            "roles-claim",
            Shapes.WORD,
            "groups",
            "Claim that names the groups of the person; dots lead into objects, as `realm_access.roles`.");
    private static final List<Key<List<String>>> ROLES =
            List.of(role("viewer", "Reads."), role("operator", "Also acts."), role("admin", "Also changes accounts."));
    private static final Key<Map<String, List<String>>> MAPPING = Key.of(
            "roles",
            new Shape.Mapping<>(List.copyOf(ROLES), AccessKeys::roles),
            "Which groups give which role; who is in none of them may not come in.");

    private static final Key<OidcSettings> OIDC = Key.of(
            "oidc",
            new Shape.Mapping<>(
                    List.of(
                            ISSUER,
                            CLIENT,
                            SECRET.file(),
                            SECRET.variable(),
                            SecretKeys.AUTHORITY_FILE,
                            LABEL,
                            NAME,
                            GROUPS,
                            MAPPING),
                    AccessKeys::oidc),
            "Single sign-on with OpenID Connect, beside the local accounts. Off where nothing is written. Register `https://CONSOLE/api/v1/session/oidc/callback`"
                    + " at the provider.");

    public static final Key<AccessSettings> ACCESS = Key.of(
            "access",
            new Shape.Mapping<>(List.of(OIDC), table -> Optional.of(new AccessSettings(table.optional(OIDC)))),
            "Who may sign in beside the local accounts, which the page Accounts keeps.");

    private AccessKeys() {}

    private static Key<List<String>> role(String name, String about) {
        return Key.of(name, Shapes.oneOrMore(Shapes.WORD), about);
    }

    private static boolean isSafe(URI issuer) {
        return "https".equals(issuer.getScheme()) || LOOPBACK.contains(issuer.getHost());
    }

    private static Optional<Map<String, List<String>>> roles(Table table) {
        Map<String, List<String>> roles = new HashMap<>();
        ROLES.forEach(key -> roles.put(key.name(), table.value(key)));
        if (roles.values().stream().allMatch(List::isEmpty)) {
            table.problem("'" + table.path() + "' must name a group for viewer, operator or admin");
        }
        return Optional.of(Map.copyOf(roles));
    }

    private static Optional<OidcSettings> oidc(Table table) {
        Optional<URI> issuer = table.required(ISSUER);
        Optional<String> client = table.required(CLIENT);
        Optional<Map<String, List<String>>> roles = table.required(MAPPING);
        if (issuer.isEmpty() || client.isEmpty() || roles.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new OidcSettings(
                issuer.get(),
                client.get(),
                SECRET.read(table),
                table.optional(SecretKeys.AUTHORITY_FILE),
                table.value(LABEL),
                table.value(NAME),
                table.value(GROUPS),
                roles.get()));
    }
}
