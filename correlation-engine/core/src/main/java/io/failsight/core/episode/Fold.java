package io.failsight.core.episode;

import io.failsight.core.CorrelatorConfig;
import io.failsight.core.failover.Rules;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.About;
import io.failsight.core.view.Actions;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import io.failsight.core.view.ViewFold;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Folds a cluster's signals, in order, to its state and cuts them into incidents. Stateless: all is in {@link FoldState}. */
public final class Fold {
    /** Signals this long before the first evidence may explain it. */
    private static final long LOOK_BACK_NANOS = 60_000_000_000L;
    /** Clocks are apart: a consequence may come out this much before its cause. */
    private static final long SKEW_NANOS = 6_000_000_000L;
    /** Statements that come this soon after the end of an incident belong to it. */
    private static final long SETTLING_NANOS = 30_000_000_000L;
    /** What happens this soon after a planned action is its consequence. */
    private static final long CONSEQUENCE_NANOS = 60_000_000_000L;
    /** A failure after this much quiet without redundancy is an incident of its own. */
    private static final long STEADY_NANOS = 30 * 60_000_000_000L;

    /** Openings this close are one incident: the first may have changed nothing yet. */
    private static final long TOGETHER_NANOS = 10_000_000_000L;

    private static final int MAX_RECENT = 32;
    private static final Set<SignalKind> CAUSES = EnumSet.of(
            SignalKind.COMPONENT_DOWN,
            SignalKind.CHECKER_DOWN,
            SignalKind.RESOURCE_SHORT,
            SignalKind.SOURCE_SILENT,
            SignalKind.NODE_DOWN,
            SignalKind.SYSTEM_STOPPING,
            SignalKind.SYSTEM_STARTED,
            SignalKind.CLOCK_APART,
            SignalKind.REPLICATION_STOPPED,
            SignalKind.REPLICATION_DEGRADED,
            SignalKind.HEARTBEAT_LOST,
            SignalKind.LICENCE_MISSING,
            SignalKind.PLANNED_STARTED);

    private final CorrelatorConfig config;

    public Fold(CorrelatorConfig config) {
        this.config = config;
    }

    /** The state after one more signal; an incident that is finished by it goes to {@code finished}. */
    public FoldState step(FoldState state, Timed timed, Consumer<Episode> finished) {
        ClusterView before = state.view();
        ClusterView now = ViewFold.apply(before, timed, Rules.IMPLICATIONS);
        Impact impact = Impacts.of(timed, before, now);
        String node = About.node(timed.signal(), before);
        Episode current = state.current();
        if (current != null && isOver(current, timed, impact, node, before)) {
            finished.accept(current.overtaken());
            state = new FoldState(
                    before,
                    null,
                    state.recent(),
                    state.finished() + 1,
                    current.evidence().last());
            current = null;
        }
        if (current != null) {
            return running(state, current, timed, impact, node, now);
        }
        if (!impact.opens()) {
            return aside(state, timed, impact, now);
        }
        Episode opened = opened(state, timed, impact, node, now);
        return new FoldState(now, opened, List.of(), state.finished(), state.fence());
    }

    private static FoldState aside(FoldState state, Timed timed, Impact impact, ClusterView now) {
        List<Timed> recent = impact == Impact.NONE ? state.recent() : remembered(state.recent(), timed);
        return new FoldState(now, state.current(), recent, state.finished(), state.fence());
    }

    private static FoldState running(
            FoldState state, Episode current, Timed timed, Impact impact, String node, ClusterView now) {
        boolean ended = current.redundantBy() != null && !impact.opens();
        boolean belongs = impact.opens()
                || impact == Impact.EVIDENCE && (!ended || timed.at() - current.lastAt() <= SETTLING_NANOS)
                || impact == Impact.CONTEXT && !ended && !Health.serves(current.after());
        if (!belongs) {
            return aside(state, timed, impact, now);
        }
        Episode longer = current.plus(timed, impact, node, now);
        return new FoldState(now, longer, List.of(), state.finished(), state.fence());
    }

    private boolean isOver(Episode current, Timed timed, Impact impact, String node, ClusterView before) {
        Timed whole = current.redundantBy();
        if (whole != null) {
            long quiet = timed.at() - Math.max(whole.at(), current.lastOpening());
            return quiet > config.calmBetween().toNanos() || impact.opens() && !continues(current, timed, impact, node);
        }
        if (!impact.opens() || !current.served()) {
            return false;
        }
        return timed.at() - current.lastAt() > STEADY_NANOS
                || current.planned() && impact == Impact.FAULT && strikes(current, timed, node, before);
    }

    /** Whether what happens after the end of an incident is more of the same. */
    private static boolean continues(Episode current, Timed timed, Impact impact, String node) {
        if (timed.at() - current.lastOpening() <= TOGETHER_NANOS) {
            return true;
        }
        if (!current.planned()) {
            return impact == Impact.FAULT;
        }
        Timed whole = current.redundantBy();
        if (impact == Impact.FAULT && whole != null && timed.at() - whole.at() <= SETTLING_NANOS && moves(timed)) {
            return true;
        }
        if (timed.at() - current.lastOpening() <= CONSEQUENCE_NANOS && impact == Impact.FAULT) {
            return true;
        }
        boolean another = !current.plannedNodes().contains(node)
                && !Actions.of(timed.signal()).equals("swap");
        return impact == Impact.PLANNED && another;
    }

    /** Whether it tells of a service that goes to another node: the one that came back takes its role again. */
    private static boolean moves(Timed timed) {
        return switch (timed.kind()) {
            case ROLE_CHANGED, ADDRESS_MOVED, FAILOVER_DECIDED -> true;
            default -> false;
        };
    }

    /** Whether a failure hits a node that serves while planned work goes on elsewhere. */
    private static boolean strikes(Episode current, Timed timed, String node, ClusterView before) {
        NodeView hit = before.node(node);
        if (hit == null || !Health.serves(before, hit) || current.plannedNodes().contains(node)) {
            return false;
        }
        Signal signal = timed.signal();
        if (signal.kind() == SignalKind.ROLE_CHANGED) {
            Role role = Role.ofId(signal.detail(Signal.ROLE)).orElse(Role.UNKNOWN);
            return !role.serves() && role != Role.SECONDARY;
        }
        return signal.kind() != SignalKind.FAILOVER_DECIDED
                || Actions.waits(signal)
                || Actions.leaves(signal) && !Actions.of(signal).equals("swap");
    }

    private static Episode opened(FoldState state, Timed timed, Impact impact, String node, ClusterView now) {
        EvidenceList evidence = EvidenceList.EMPTY;
        boolean planned = impact == Impact.PLANNED;
        List<String> plannedNodes = planned ? List.of(node) : List.of();
        for (Timed each : state.recent()) {
            if (explains(each, timed)) {
                evidence = evidence.plus(each);
            }
        }
        return new Episode(
                state.view(),
                now,
                evidence.plus(timed),
                timed,
                planned,
                plannedNodes,
                timed.at(),
                timed.at(),
                Health.serves(now),
                Health.full(now) ? timed : null,
                null,
                state.fence(),
                false);
    }

    private static boolean explains(Timed earlier, Timed opener) {
        long apart = opener.at() - earlier.at();
        if (CAUSES.contains(earlier.kind())) {
            return apart <= LOOK_BACK_NANOS;
        }
        return apart <= Math.min(SKEW_NANOS, earlier.uncertainty() + opener.uncertainty());
    }

    private static List<Timed> remembered(List<Timed> recent, Timed timed) {
        List<Timed> now = new ArrayList<>(recent.size() + 1);
        int from = recent.size() >= MAX_RECENT ? 1 : 0;
        for (int i = from; i < recent.size(); i++) {
            if (timed.at() - recent.get(i).at() <= LOOK_BACK_NANOS) {
                now.add(recent.get(i));
            }
        }
        now.add(timed);
        return now;
    }
}
