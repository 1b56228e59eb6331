package io.failsight.settings.access;

import java.util.Optional;

/**
 * Who may sign in beside the local accounts. Immutable.
 *
 * @param oidc single sign-on; empty when it is off
 */
public record AccessSettings(Optional<OidcSettings> oidc) {}
