package io.failsight.core.explain;

import io.failsight.core.episode.Episode;
import io.failsight.core.episode.Health;
import io.failsight.core.episode.Impact;
import io.failsight.core.episode.Impacts;
import io.failsight.core.failover.FailoverRule;
import io.failsight.core.failover.Rules;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.About;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import io.failsight.core.view.ViewFold;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The evidence of an incident read in order: who was lost, who broke, who served when. Immutable after construction. */
final class Reading {
    /** What belongs to one hand-over happens within this. */
    private static final long HAND_OVER_NANOS = 3_000_000_000L;
    /** How long a module takes to stop in good order. */
    private static final long ORDERLY_NANOS = 60_000_000_000L;

    /** A stronger node that comes back takes its role in a time-out; one that does so later became the stronger one later. */
    private static final long PREEMPTING_NANOS = 10_000_000_000L;

    private static final long COMING_UP_NANOS = 30_000_000_000L;

    private final Episode episode;
    private final FailoverRule rule;
    private final List<Step> steps = new ArrayList<>();
    private final Set<String> lost = new LinkedHashSet<>();
    private final Set<String> broken = new LinkedHashSet<>();
    private final Set<String> unheardBy = new LinkedHashSet<>();
    private final List<String> servers = new ArrayList<>();
    private final @Nullable Step plan;

    Reading(Episode episode) {
        this.episode = episode;
        this.rule = Rules.of(episode.after().product());
        ClusterView view = episode.before();
        serving(view);
        for (Timed timed : episode.evidence().kept()) {
            ClusterView now = ViewFold.apply(view, timed, Rules.IMPLICATIONS);
            String node = About.node(timed.signal(), view);
            Step step = new Step(timed, Impacts.of(timed, view, now), node, view, now);
            steps.add(step);
            read(step);
            serving(now);
            view = now;
        }
        this.plan = findPlan();
    }

    private void read(Step step) {
        String gone = step.kind() == SignalKind.FAILOVER_DECIDED ? step.before().partnerOf(step.node()) : step.node();
        boolean noticed = step.noticesLoss() && !step.isRemoteStop();
        boolean alone = noticed && step.decidesToServe() && !rule.roleIsDecision();
        if (noticed && (step.impact() != Impact.EVIDENCE || lost.contains(gone) || alone)) {
            if (!gone.isEmpty()) {
                lost.add(gone);
            }
            String listener = About.speaker(step.timed().signal());
            if (!listener.isEmpty() && (step.kind() == SignalKind.HEARTBEAT_LOST || !step.own())) {
                unheardBy.add(listener);
            }
        }
        if (step.isOwnFault() && step.impact() == Impact.FAULT) {
            broken.add(step.node());
        }
    }

    private void serving(ClusterView view) {
        for (NodeView node : view.nodes()) {
            boolean serves = node.serves() && !node.presence().unheard();
            boolean another = servers.isEmpty() || !servers.getLast().equals(node.name());
            if (serves && another && !(servers.contains(node.name()) && othersServe(view, node.name()))) {
                servers.add(node.name());
            }
        }
    }

    private static boolean othersServe(ClusterView view, String node) {
        return view.serving().stream().anyMatch(each -> !each.name().equals(node));
    }

    Episode episode() {
        return episode;
    }

    FailoverRule rule() {
        return rule;
    }

    List<Step> steps() {
        return steps;
    }

    /** Nodes that their partners no longer heard. */
    Set<String> lost() {
        return lost;
    }

    /** Nodes that said themselves what broke in them. */
    Set<String> broken() {
        return broken;
    }

    /** Nodes that said that they do not hear their partner. */
    Set<String> unheardBy() {
        return unheardBy;
    }

    /** Nodes that served, one after the other; the first may have served before. */
    List<String> servers() {
        return servers;
    }

    int moves() {
        return rule.roleIsDecision() ? takeovers() : Math.max(0, servers.size() - 1);
    }

    /** How often the service went to a node that said so itself; what others say of it may come out in the wrong order. */
    private int takeovers() {
        int count = 0;
        String last = "";
        for (Step step : steps) {
            boolean takes = step.decidesToServe() && !step.isRemoteStop() || step.serves();
            if (takes && step.own() && !isEarlier(step) && !step.node().equals(last)) {
                count++;
                last = step.node();
            }
        }
        return count;
    }

    /** Whether it was said before the incident began: it may explain it, and is no part of it. */
    boolean isEarlier(Step step) {
        return step.timed().compareTo(episode.opener()) < 0;
    }

    /** Whether a survivor says that a node is gone; who took the role before the incident began did not lose anybody by it. */
    boolean noticesLoss(Step step) {
        return step.noticesLoss() && !(isEarlier(step) && step.kind() == SignalKind.FAILOVER_DECIDED);
    }

    @Nullable
    Step first(Predicate<Step> matches) {
        for (Step step : steps) {
            if (matches.test(step)) {
                return step;
            }
        }
        return null;
    }

    List<Step> all(Predicate<Step> matches) {
        return steps.stream().filter(matches).toList();
    }

    /** The planned action that began it; null when a failure was first, or nothing was planned. */
    @Nullable
    Step plan() {
        return plan;
    }

    private @Nullable Step findPlan() {
        Step planned = first(Step::isPlanned);
        if (planned == null) {
            return null;
        }
        Step failure = first(step -> step.impact() == Impact.FAULT && isFailure(step));
        if (failure == null) {
            Timed opener = episode.opener();
            return planned.at() - opener.at()
                            <= HAND_OVER_NANOS + planned.timed().uncertainty() + opener.uncertainty()
                    ? planned
                    : null;
        }
        long blur = planned.timed()
                        .signal()
                        .source()
                        .equals(failure.timed().signal().source())
                ? 0
                : planned.timed().uncertainty() + failure.timed().uncertainty();
        return planned.at() - failure.at() <= blur ? planned : null;
    }

    /** Whether a node left its role in good order and nothing had failed: the line about who asked for it is lost. */
    boolean isOrderlyWithoutPlan() {
        if (first(step -> step.impact() == Impact.FAULT && isFailure(step) || isRepaired(step)) != null) {
            return false;
        }
        long until = episode.opener().at() + ORDERLY_NANOS;
        Step orderly = first(step -> step.isRemoteStop()
                || step.kind() == SignalKind.PLANNED_FINISHED
                || step.own() && step.role() == Role.STOPPED && step.impact() == Impact.FAULT);
        return orderly != null && orderly.at() <= until || isHandedOver();
    }

    /** Whether the node that took the service had just started: then it had been away, and another one had served. */
    boolean cameBack(Step taken) {
        NodeView node = taken.before().node(taken.node());
        if (node == null || node.role().role() != Role.SECONDARY) {
            return false;
        }
        Timed proof = node.role().proof();
        boolean started = proof != null && proof.signal().detail(Signal.REASON).contains("init");
        return started && taken.at() - node.role().since() <= COMING_UP_NANOS;
    }

    /** Whether the node came up just before and did not serve since. */
    private static boolean restarted(Step step, long within) {
        NodeView node = step.before().node(step.node());
        long cameUp = node == null ? 0 : node.presence().cameUp();
        boolean lately = cameUp != 0 && step.at() - cameUp <= within;
        return node != null && lately && !(node.serves() && node.role().since() > cameUp);
    }

    /** Whether a node that served gives its role to another one, and did not just start. */
    boolean stepsBack(Step step) {
        NodeView served = episode.before().node(step.node());
        boolean back = step.own()
                && step.role() == Role.SECONDARY
                && !step.detail(Signal.REASON).contains("init")
                && !restarted(step, COMING_UP_NANOS)
                && served != null
                && served.serves();
        return step.yields() || back;
    }

    /** Whether the one that served stepped back when the other one came, not some time after it had taken over. */
    boolean isHandedOver() {
        Step taken = first(Step::takesOver);
        Step yields = first(this::stepsBack);
        if (taken != null && taken.preempts() && !restarted(taken, PREEMPTING_NANOS)) {
            return true;
        }
        if (yields == null || taken == null || cameBack(taken)) {
            return taken == null && yields != null && yields.timed().equals(episode.opener());
        }
        long blur =
                HAND_OVER_NANOS + yields.timed().uncertainty() + taken.timed().uncertainty();
        return !yields.node().equals(taken.node()) && Math.abs(yields.at() - taken.at()) <= blur;
    }

    /** Whether a check says yes again: it said no before, and that line is lost. */
    static boolean isRepaired(Step step) {
        NodeView node = step.before().node(step.node());
        return step.kind() == SignalKind.CHECKER_UP
                && Health.ofProduct(step.after(), step.timed().signal())
                && node != null
                && !node.presence().isStarting(step.at());
    }

    /** Whether something broke, as opposed to the move of a service. */
    private boolean isFailure(Step step) {
        boolean standby = rule.roleIsDecision();
        return switch (step.kind()) {
            case COMPONENT_DOWN, CHECKER_DOWN, GAVE_UP, NODE_DOWN, HEARTBEAT_LOST, FENCED, SPLIT_BRAIN -> true;
            case ROLE_CHANGED -> step.role() == Role.WAITING || !step.own() && step.role() == Role.UNKNOWN;
            case FAILOVER_DECIDED -> !step.isRemoteStop() && !step.yields() && !(standby && step.decidesToServe());
            default -> false;
        };
    }
}
