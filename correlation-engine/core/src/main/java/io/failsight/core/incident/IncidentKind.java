package io.failsight.core.incident;

import java.util.Locale;

/** What sort of failover an incident is. */
public enum IncidentKind {
    /** A process, service or check failed and was regained on the spot, or the node waits for it. */
    COMPONENT,
    /** A node failed and another took over, or still could. */
    NODE,
    /** All nodes of a site failed together. */
    SITE,
    /** People moved or stopped the service. */
    PLANNED_SWITCH,
    /** Parts were replaced one by one on purpose. */
    ROLLING_UPDATE,
    /** Nodes do not hear each other but both live. */
    PARTITION,
    /** More than one node served at a time. */
    SPLIT_BRAIN,
    /** The service went to and fro. */
    FLAPPING,
    /** Nobody took over: the service is down. */
    FAILED;

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Lower-kebab name, such as {@code planned-switch}. */
    public String id() {
        return id;
    }
}
