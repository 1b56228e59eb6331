package io.failsight.engine.incident;

import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An incident as people know it: one revision of it, and what operators did. Immutable.
 *
 * @param id stays for ever, such as {@code 2026-11-20-mirror-1}
 * @param revision from 1; one more each time something changed that people see
 * @param incident what the core says in this revision
 * @param opened when the first revision was made
 * @param revised when this revision was made
 * @param acknowledged who takes care of it; null while nobody does
 * @param handedTo to whom it was handed over; empty when to nobody
 * @param notes how many notes it has
 */
public record PublicIncident(
        String id,
        int revision,
        Incident incident,
        Instant opened,
        Instant revised,
        @Nullable Acknowledgement acknowledged,
        String handedTo,
        int notes) {
    /** Who acknowledged it, and when. */
    public record Acknowledgement(String by, Instant at) {}

    /** Whether service or redundancy is still missing. */
    public boolean isOpen() {
        return incident.state() == IncidentState.DOWN || incident.state() == IncidentState.DEGRADED;
    }
}
