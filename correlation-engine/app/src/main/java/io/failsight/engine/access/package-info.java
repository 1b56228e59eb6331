/**
 * Who may do what: accounts, passwords, sessions, and the gate that every request passes.
 *
 * <p>The gate fails closed: what lies under {@code /api} is reached with a role or not at all. Passwords and tokens are neither
 * logged nor shown by any {@code toString}.
 */
@NullMarked
package io.failsight.engine.access;

import org.jspecify.annotations.NullMarked;
