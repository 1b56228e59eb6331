package io.failsight.core.view;

import io.failsight.core.timeline.Timed;
import io.failsight.model.signal.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a node does. Immutable.
 *
 * @param role role
 * @param productRole the product's own word, or empty
 * @param state not-ready, transient, ready, or empty
 * @param since when it took that role
 * @param proof signal that says so; null before the first one
 * @param own whether the node said so itself, rather than its partner
 * @param worked whether it was ready in that role since it took it
 */
public record RoleView(
        Role role,
        String productRole,
        String state,
        long since,
        @Nullable Timed proof,
        boolean own,
        boolean worked) {
    public static final String NOT_READY = "not-ready";
    public static final String READY = "ready";

    static final RoleView UNKNOWN = new RoleView(Role.UNKNOWN, "", "", 0, null, false, false);

    /** Whether clients get their service from it. */
    public boolean serves() {
        return role.serves() && isReady();
    }

    /** Whether the product says that it is fully in that role, or does not say how far it is. */
    public boolean isReady() {
        return state.isEmpty() || state.equals(READY);
    }
}
