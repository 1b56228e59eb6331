package io.failsight.engine.incident;

import io.failsight.engine.ledger.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who must be told of incidents (the outbox of notifications). It is called inside the transaction that stores the revision, so that a revision without
 * its outbox rows, or the reverse, never exists; it must only write rows, quickly, and send later.
 */
public interface IncidentListener {
    /**
     * A revision was stored.
     *
     * @param transaction the one that stores it; valid for the length of the call
     * @param before revision before, null when the incident is new
     * @param after revision that was stored
     */
    void incidentChanged(Transaction transaction, @Nullable PublicIncident before, PublicIncident after);

    /** What was or will be told about an incident, oldest first. */
    List<Notice> notices(Transaction transaction, String incident);

    /** Tells nobody. */
    IncidentListener NOBODY = new IncidentListener() {
        @Override
        public void incidentChanged(Transaction transaction, @Nullable PublicIncident before, PublicIncident after) {}

        @Override
        public List<Notice> notices(Transaction transaction, String incident) {
            return List.of();
        }
    };

    /**
     * One message to one receiver.
     *
     * @param receiver name of the receiver
     * @param reason opened, escalated, redundant
     * @param state sent, waiting, failed, suppressed
     * @param at when it came into that state
     * @param error why it was not sent
     */
    record Notice(
            String receiver,
            String reason,
            String state,
            Instant at,
            @Nullable String error) {}
}
