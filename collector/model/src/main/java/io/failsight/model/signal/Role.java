package io.failsight.model.signal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a node does in its cluster, in words that are the same for all products. */
public enum Role {
    /** Serves, and a partner follows. */
    PRIMARY,
    /** Follows and could take over. */
    SECONDARY,
    /** Serves without a partner. */
    ALONE,
    /** Runs but may not serve: something it needs is missing. */
    WAITING,
    /** Was stopped, or stopped itself. */
    STOPPED,
    UNKNOWN;

    private static final Map<String, Role> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Role::id, role -> role));

    private final String id = name().toLowerCase(Locale.ROOT);

    public String id() {
        return id;
    }

    /** Whether clients get their service from a node in this role. */
    public boolean serves() {
        return this == PRIMARY || this == ALONE;
    }

    public static Optional<Role> ofId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
