package io.failsight.engine.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may do; each role includes the ones before it. */
public enum Role {
    /** Reads everything. */
    VIEWER,
    /** Also acts: acknowledges, silences. */
    OPERATOR,
    /** Also changes accounts and settings. */
    ADMIN;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** Lower-case name, as in the users file and the API. */
    public String id() {
        return id;
    }

    /** The role of that name. */
    public static Optional<Role> ofId(String id) {
        return Arrays.stream(values()).filter(role -> role.id.equals(id)).findFirst();
    }
}
