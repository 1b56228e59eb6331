package io.failsight.engine.access;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A person or program that may sign in.
 *
 * @param name exact, case matters
 * @param roles at least one
 * @param passwordHash bcrypt, in modular crypt format; blank where there is no password here
 * @param disabled whether it may not sign in for now
 * @param passwordMade whether somebody else made its password, so that it should be changed
 */
public record Account(String name, Set<Role> roles, String passwordHash, boolean disabled, boolean passwordMade) {
    public Account {
        roles = Set.copyOf(roles);
        if (name.isBlank() || roles.isEmpty()) {
            throw new IllegalArgumentException("an account needs a name and at least one role");
        }
    }

    /** One that may sign in with a password of its own. */
    public Account(String name, Set<Role> roles, String passwordHash) {
        this(name, roles, passwordHash, false, false);
    }

    /** Whether its highest role includes the one asked for. */
    public boolean may(Role role) {
        return roles.stream().anyMatch(own -> own.compareTo(role) >= 0);
    }

    /** Names of its roles, lowest first. */
    public List<String> roleIds() {
        return roles.stream().sorted(Comparator.naturalOrder()).map(Role::id).toList();
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "Account[" + name + ", " + roleIds() + "]";
    }
}
