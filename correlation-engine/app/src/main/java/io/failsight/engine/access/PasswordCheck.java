package io.failsight.engine.access;

/** Compares a password with a hash; slow on purpose. */
@FunctionalInterface
public interface PasswordCheck {
    /** A hash (cost 11, as the supervisor's) that no password is known for: checked for unknown names, so that they cost the same time. */
    String NOBODY = "$2a$11$7EqJtq98hPqEX7fNZaFWoOhi5Jx6cDPhVjPoFCCFL4gQ9sQhXyG1e";

    /** Whether the password made that hash. */
    boolean matches(String password, String hash);
}
