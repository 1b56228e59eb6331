package io.failsight.core.episode;

import io.failsight.core.timeline.Timed;
import io.failsight.core.view.ClusterView;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of a cluster's signals that makes one incident. Immutable.
 *
 * @param before the cluster before its first evidence
 * @param after the cluster after its last one
 * @param evidence what belongs to it
 * @param opener the signal that began it
 * @param planned whether that one was asked for by people
 * @param plannedNodes nodes that people stopped or moved in it
 * @param lastOpening when it last got worse: the last signal that could have begun one
 * @param lastAt when its last evidence was
 * @param served whether the service was up since it was opened
 * @param redundantBy the signal with which the cluster was whole again; null while it is not
 * @param lapse a return of redundancy that was lost again while the service went on; null when there is none
 * @param fence the last evidence of the incident before; null when there was none
 * @param superseded whether another incident began before this one's redundancy was back
 */
public record Episode(
        ClusterView before,
        ClusterView after,
        EvidenceList evidence,
        Timed opener,
        boolean planned,
        List<String> plannedNodes,
        long lastOpening,
        long lastAt,
        boolean served,
        @Nullable Timed redundantBy,
        @Nullable Lapse lapse,
        @Nullable Timed fence,
        boolean superseded) {

    /** A node that comes back and takes its role again leaves the other one unheard of for a moment. */
    private static final long LAPSE_NANOS = 10_000_000_000L;

    record Lapse(Timed redundantBy, long at) {}

    /** With a further signal; {@code impact} opens or not. */
    public Episode plus(Timed timed, Impact impact, String node, ClusterView now) {
        boolean worse = impact.opens();
        Lapse lapsed = lapse;
        if (worse && redundantBy != null) {
            lapsed = new Lapse(redundantBy, timed.at());
        }
        if (!Health.serves(now) || lapsed != null && timed.at() - lapsed.at() > LAPSE_NANOS) {
            lapsed = null;
        }
        Timed whole = worse ? null : redundantBy;
        if (whole == null && Health.full(now)) {
            whole = lapsed == null ? timed : lapsed.redundantBy();
        }
        return new Episode(
                before,
                now,
                evidence.plus(timed),
                opener,
                planned,
                impact == Impact.PLANNED ? with(node) : plannedNodes,
                worse ? timed.at() : lastOpening,
                timed.at(),
                served || Health.serves(now),
                whole,
                lapsed,
                fence,
                false);
    }

    public Episode overtaken() {
        if (redundantBy != null) {
            return this;
        }
        return new Episode(
                before,
                after,
                evidence,
                opener,
                planned,
                plannedNodes,
                lastOpening,
                lastAt,
                served,
                null,
                null,
                fence,
                true);
    }

    private List<String> with(String node) {
        if (plannedNodes.contains(node)) {
            return plannedNodes;
        }
        return Stream.concat(plannedNodes.stream(), Stream.of(node)).sorted().toList();
    }
}
