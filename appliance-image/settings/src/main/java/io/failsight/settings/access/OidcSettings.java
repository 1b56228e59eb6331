package io.failsight.settings.access;

import io.failsight.settings.notify.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Single sign-on by OpenID Connect. Immutable.
 *
 * @param issuer address of the provider, exactly as it names itself
 * @param clientId what the provider knows Failsight by
 * @param clientSecret proof that it is Failsight; empty for a public client
 * @param authority PEM file with the provider's certificate authority; empty for this machine's own store
 * @param label words on the button
 * @param nameClaim claim that names the person
 * @param rolesClaim claim that names their groups; dots lead into objects
 * @param roles groups that give each role: viewer, operator, admin
 */
public record OidcSettings(
        URI issuer,
        String clientId,
        Optional<Secret> clientSecret,
        Optional<Path> authority,
        String label,
        String nameClaim,
        String rolesClaim,
        Map<String, List<String>> roles) {
    public OidcSettings {
        roles = Map.copyOf(roles);
    }
}
