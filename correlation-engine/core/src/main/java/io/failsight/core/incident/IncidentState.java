package io.failsight.core.incident;

import java.util.Locale;

/** How far an incident has come. */
public enum IncidentState {
    /** The service is interrupted. */
    DOWN,
    /** The service is back, redundancy is not. */
    DEGRADED,
    /** Service and redundancy are back; late entries may still revise it. */
    RESTORED,
    /** The lateness is over. Entries later than that still revise it, and the revision says so. */
    CLOSED;

    private final String id = name().toLowerCase(Locale.ROOT);

    public String id() {
        return id;
    }
}
