/**
 * Single sign-on by OpenID Connect: authorization code flow with PKCE (RFC 7636) for the page, then a session of our own with the same roles and the same
 * audit. Off unless failsight.yaml names a provider; local accounts work whatever the provider does.
 */
@NullMarked
package io.failsight.engine.access.oidc;

import org.jspecify.annotations.NullMarked;
