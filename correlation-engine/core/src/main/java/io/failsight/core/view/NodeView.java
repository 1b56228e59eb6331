package io.failsight.core.view;

import io.failsight.core.timeline.Timed;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node while signals are folded into it. Immutable.
 *
 * @param name name
 * @param site its site, or empty
 * @param witness whether it only arbitrates
 * @param role what it does
 * @param presence what is known of its life
 * @param clock its last signal with a known clock, or one that says that its clock is apart; null before
 * @param clockApartNanos offset that a clock-apart signal states; 0 when its clock is together
 * @param resources its resources, in order of first mention
 */
public record NodeView(
        String name,
        String site,
        boolean witness,
        RoleView role,
        Presence presence,
        @Nullable Signal clock,
        long clockApartNanos,
        List<ResourceView> resources) {
    /** Names come from log lines: a bound keeps a babbling source from filling the memory. */
    static final int MAX_RESOURCES = 200;

    static NodeView unknown(String name, String site, boolean witness) {
        return new NodeView(name, site, witness, RoleView.UNKNOWN, Presence.NONE, null, 0, List.of());
    }

    public boolean serves() {
        return role.serves();
    }

    /** Whether it is in a role from which it works or could take over. */
    public boolean takesPart() {
        return role.role().serves() || role.role() == Role.SECONDARY;
    }

    public @Nullable ResourceView resource(String type, String resource) {
        for (ResourceView each : resources) {
            if (each.is(type, resource)) {
                return each;
            }
        }
        return null;
    }

    /** Its resources of a type that are not as they should be. */
    public List<ResourceView> down(String type) {
        List<ResourceView> found = new ArrayList<>(2);
        for (ResourceView each : resources) {
            if (!each.up() && each.type().equals(type)) {
                found.add(each);
            }
        }
        return found;
    }

    public boolean hasDown(String type) {
        for (ResourceView each : resources) {
            if (!each.up() && each.type().equals(type)) {
                return true;
            }
        }
        return false;
    }

    public boolean hasUp(String type) {
        for (ResourceView each : resources) {
            if (each.up() && each.type().equals(type)) {
                return true;
            }
        }
        return false;
    }

    NodeView withRole(RoleView now) {
        return new NodeView(name, site, witness, now, presence, clock, clockApartNanos, resources);
    }

    NodeView withPresence(Presence now) {
        return now == presence ? this : new NodeView(name, site, witness, role, now, clock, clockApartNanos, resources);
    }

    NodeView withClock(@Nullable Signal now, long apartNanos) {
        return new NodeView(name, site, witness, role, presence, now, apartNanos, resources);
    }

    NodeView seen(Timed sign) {
        Signal known = sign.signal().clockUncertaintyNanos() == Signal.UNKNOWN_OFFSET ? clock : sign.signal();
        return new NodeView(name, site, witness, role, presence.seen(sign), known, clockApartNanos, resources);
    }

    NodeView withResource(String type, String resource, boolean up, Timed since) {
        List<ResourceView> now = new ArrayList<>(resources.size() + 1);
        boolean found = false;
        for (ResourceView each : resources) {
            if (each.is(type, resource)) {
                found = true;
                if (each.up() == up) {
                    return this;
                }
                now.add(new ResourceView(type, resource, up, since));
            } else {
                now.add(each);
            }
        }
        if (!found) {
            if (now.size() >= MAX_RESOURCES) {
                return this;
            }
            now.add(new ResourceView(type, resource, up, since));
        }
        return withResources(now);
    }

    /** All its resources of a type are as they should be: its role proves it. */
    NodeView allUp(String type, Timed since) {
        if (!hasDown(type)) {
            return this;
        }
        List<ResourceView> now = new ArrayList<>(resources.size());
        for (ResourceView each : resources) {
            boolean mend = !each.up() && each.type().equals(type);
            now.add(mend ? new ResourceView(type, each.name(), true, since) : each);
        }
        return withResources(now);
    }

    private NodeView withResources(List<ResourceView> now) {
        return new NodeView(name, site, witness, role, presence, clock, clockApartNanos, now);
    }
}
