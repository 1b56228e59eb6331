package io.failsight.core.explain;

import io.failsight.core.episode.Episode;
import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.Instants;
import io.failsight.core.incident.Moment;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.NodeView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The evidence of an incident as it is shown: each with what it proves. */
final class Evidence {
    private static final int MAX = Incident.MAX_EVIDENCE;

    private final List<EvidenceItem> items = new ArrayList<>();
    private final int dropped;

    Evidence(Reading reading, Instants instants) {
        Map<String, String> steps = new HashMap<>();
        label(steps, instants.fault(), "fault");
        label(steps, instants.detected(), "detected");
        label(steps, instants.decided(), "decided");
        label(steps, instants.restored(), "restored");
        label(steps, instants.redundant(), "redundant");
        Timed good = lastGood(reading.episode(), instants.lastGood());
        if (good != null) {
            items.add(item(good, "last-good"));
        }
        for (Step step : reading.steps()) {
            String label = steps.get(step.timed().id());
            boolean before = step.timed().compareTo(reading.episode().opener()) < 0;
            items.add(item(step.timed(), label == null ? byKind(step, before) : label));
        }
        int surplus = Math.max(0, items.size() - MAX);
        if (surplus > 0) {
            items.remove(MAX / 2);
        }
        dropped = reading.episode().evidence().count() - reading.steps().size() + surplus;
    }

    List<EvidenceItem> items() {
        return items;
    }

    int dropped() {
        return dropped;
    }

    private static EvidenceItem item(Timed timed, String step) {
        return new EvidenceItem(timed.signal(), timed.at(), timed.uncertainty(), step);
    }

    private static void label(Map<String, String> steps, @Nullable Moment moment, String step) {
        if (moment != null) {
            moment.evidence().forEach(id -> steps.putIfAbsent(id, step));
        }
    }

    /** The last proof that it worked, unless it belongs to the incident before: no entry is evidence of two incidents. */
    private static @Nullable Timed lastGood(Episode episode, @Nullable Moment lastGood) {
        if (lastGood == null) {
            return null;
        }
        Timed fence = episode.fence();
        Timed first = episode.evidence().first();
        for (NodeView node : episode.before().nodes()) {
            for (Timed sign :
                    new Timed[] {node.presence().lastSign(), node.role().proof()}) {
                boolean named = sign != null && lastGood.evidence().contains(sign.id());
                if (named && (fence == null || sign.compareTo(fence) > 0) && sign.compareTo(first) < 0) {
                    return sign;
                }
            }
        }
        return null;
    }

    /** @param before whether it was said before the incident began: nothing came back then */
    private static String byKind(Step step, boolean before) {
        if (step.isPlanned() || step.isOwnFault()) {
            return "fault";
        }
        if (before) {
            return "context";
        }
        return switch (step.kind()) {
            case HEARTBEAT_LOST, NODE_DOWN, LEADER_LOST, SOURCE_SILENT -> "detected";
            case FAILOVER_DECIDED, LEADER_ELECTED -> "decided";
            case ADDRESS_MOVED, COMPONENT_UP, COMPONENT_RESTARTED -> "restored";
            case REPLICATION_IN_SYNC, CHECKER_UP, HEARTBEAT_RESTORED -> "redundant";
            case ROLE_CHANGED -> byRole(step);
            default -> "context";
        };
    }

    private static String byRole(Step step) {
        return switch (step.role()) {
            case PRIMARY, ALONE -> "restored";
            case SECONDARY -> "redundant";
            case UNKNOWN -> "detected";
            case WAITING, STOPPED -> "context";
        };
    }
}
