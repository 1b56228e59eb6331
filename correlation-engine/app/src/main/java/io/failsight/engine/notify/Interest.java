package io.failsight.engine.notify;

import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.IncidentState;
import io.failsight.settings.notify.ReceiverSettings;
import java.time.Instant;
import java.time.ZoneId;

/** Which incidents a receiver wants to be told of, and when. Pure. */
final class Interest {
    private static final String SERVICE = "service";

    private Interest() {}

    /** Whether the receiver wants to be told of it. */
    static boolean in(ReceiverSettings receiver, Incident incident) {
        boolean kind = receiver.kinds().isEmpty()
                || receiver.kinds().contains(incident.kind().id());
        boolean cluster = receiver.clusters().isEmpty() || receiver.clusters().contains(incident.cluster());
        boolean wanted = !incident.planned() || receiver.planned() || isUrgent(incident);
        return kind && cluster && wanted && (!receiver.onlyDown() || wasDown(incident));
    }

    /** Planned or not: nobody took over, or more than one node serves. */
    static boolean isUrgent(Incident incident) {
        return incident.kind() == IncidentKind.FAILED || incident.kind() == IncidentKind.SPLIT_BRAIN;
    }

    /** A short interruption may be over when the incident is seen first. */
    private static boolean wasDown(Incident incident) {
        return incident.state() == IncidentState.DOWN
                || isUrgent(incident)
                || incident.gaps().stream().anyMatch(gap -> gap.what().equals(SERVICE));
    }

    /** Whether it became worse from one revision to the next. */
    static boolean worse(Incident before, Incident after) {
        boolean kind = before.kind() != after.kind() && (isUrgent(after) || after.kind() == IncidentKind.SITE);
        return kind || rank(after) > rank(before);
    }

    /** Whether service and redundancy are there. */
    static boolean isOver(Incident incident) {
        return rank(incident) == 0;
    }

    private static int rank(Incident incident) {
        return switch (incident.state()) {
            case DOWN -> 2;
            case DEGRADED -> 1;
            case RESTORED, CLOSED -> 0;
        };
    }

    /** The earliest time at which the receiver wants to be told. */
    static Instant notBefore(ReceiverSettings receiver, Incident incident, Instant now, ZoneId zone) {
        return receiver.urgentAlways() && isUrgent(incident)
                ? now
                : receiver.hours().nextFrom(now, zone);
    }
}
