package io.failsight.engine.incident;

import io.failsight.core.incident.Cause;
import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Gap;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.IncidentState;
import io.failsight.core.incident.Instants;
import io.failsight.core.incident.Moment;
import io.failsight.engine.testing.Signals;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Incidents made by hand, as the core could give them. Stateless. */
final class Cases {
    static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

    private Cases() {}

    /** Signals with ids prefix1, prefix2 ..., one a second. */
    static List<Signal> signals(String prefix, int count) {
        Signals signals = new Signals(prefix, "mirror", START);
        List<Signal> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(signals.of(
                    Duration.ofSeconds(i),
                    "vms-a",
                    SignalKind.NODE_DOWN,
                    "",
                    Map.of(),
                    "<script>alert(" + i + ")</script> \u202eRemote state UNKNOWN Unknown"));
        }
        return made;
    }

    static Incident incident(String key, IncidentState state, List<Signal> signals) {
        return incident(key, state, signals, "detected");
    }

    static Incident incident(String key, IncidentState state, List<Signal> signals, String step) {
        List<String> ids = signals.stream().map(Signal::id).toList();
        Moment fault = moment(signals.getFirst(), ids);
        @Nullable Moment restored = state == IncidentState.DOWN ? null : moment(signals.getLast(), ids);
        return new Incident(
                key,
                IncidentKind.NODE,
                state,
                state != IncidentState.CLOSED,
                false,
                "north",
                "mirror",
                List.of("vms-a"),
                state == IncidentState.DOWN ? "" : "vms-b",
                "safekit",
                "vms-a failed; " + (state == IncidentState.DOWN ? "nobody serves." : "vms-b serves."),
                "Start vms-a.",
                new Instants(null, fault, fault, null, restored, null),
                List.of(new Cause("node-lost", "vms-a <b>went</b> away.", 0.9, ids)),
                List.of(new Gap("service", "mirror", fault, restored, "mirror did not serve.", ids)),
                signals.stream()
                        .map(signal -> new EvidenceItem(signal, signal.timeNanos(), 5_000_000, step))
                        .toList(),
                0);
    }

    private static Moment moment(Signal signal, List<String> ids) {
        return new Moment(signal.timeNanos(), 5_000_000, false, ids);
    }

    static <T> List<T> both(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
