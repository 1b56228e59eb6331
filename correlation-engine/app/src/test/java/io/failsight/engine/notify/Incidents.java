package io.failsight.engine.notify;

import io.failsight.core.incident.Cause;
import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Gap;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.IncidentState;
import io.failsight.core.incident.Instants;
import io.failsight.core.incident.Moment;
import io.failsight.engine.incident.Nanos;
import io.failsight.engine.incident.PublicIncident;
import io.failsight.model.TimeSource;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import io.failsight.model.signal.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Incidents for tests. */
public final class Incidents {
    /** A line as an attacker would like it. */
    public static final String EVIL = "<script>alert(1)</script>\r\nBcc: evil@site.example";

    private Incidents() {}

    /** A failover of the cluster hub at a time. */
    public static PublicIncident incident(
            String id,
            int revision,
            IncidentKind kind,
            IncidentState state,
            boolean planned,
            Instant at,
            List<Gap> gaps) {
        Moment fault = new Moment(Nanos.of(at), 300_000_000, false, List.of("e1"));
        Moment detected = new Moment(Nanos.of(at.plusSeconds(3)), 50_000_000, true, List.of("e1"));
        Incident incident = new Incident(
                "key-" + id,
                kind,
                state,
                true,
                planned,
                "north",
                "hub",
                List.of("node1"),
                "node2",
                "safekit",
                "Node 1 failed, node 2 took over in 41 s (\u00e4\u00f6\u00fc).",
                "Start node 1.",
                new Instants(null, fault, detected, null, null, null),
                List.of(new Cause("node-lost", "node1 was lost", 0.8, List.of("e1"))),
                gaps,
                List.of(new EvidenceItem(signal(at), Nanos.of(at), 300_000_000, "fault")),
                0);
        return new PublicIncident(id, revision, incident, at, at, null, "", 0);
    }

    public static PublicIncident node(String id, int revision, IncidentState state, Instant at) {
        return incident(id, revision, IncidentKind.NODE, state, false, at, List.of());
    }

    private static Signal signal(Instant at) {
        return new Signal(
                "e1",
                SignalKind.NODE_DOWN,
                new Subject("north", "hub", "node1", "", "", ""),
                "node2",
                true,
                Nanos.of(at),
                TimeSource.PARSED,
                Duration.ofSeconds(1).toNanos(),
                Nanos.of(at),
                "source",
                1,
                0,
                0,
                Map.of(),
                "node1 is gone " + EVIL);
    }
}
