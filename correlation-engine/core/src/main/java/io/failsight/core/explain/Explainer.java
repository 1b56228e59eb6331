package io.failsight.core.explain;

import io.failsight.core.CorrelatorConfig;
import io.failsight.core.episode.Episode;
import io.failsight.core.episode.Health;
import io.failsight.core.failover.Story;
import io.failsight.core.incident.Cause;
import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.IncidentState;
import io.failsight.core.incident.Instants;
import io.failsight.core.incident.Moment;
import io.failsight.core.view.Actions;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explains one stretch of evidence as an incident: a pure function of the stretch, the configuration and the instant. */
public final class Explainer {
    private static final int FLAPPING_MOVES = 3;
    /** A decision and the fault that it is about may come out this much in the wrong order. */
    private static final long CLOSE_NANOS = 6_000_000_000L;

    private final Episode episode;
    private final CorrelatorConfig config;
    private final long now;
    private final Reading reading;
    private final Outage outage;
    private final @Nullable Step plan;
    private final @Nullable Step decision;
    private final boolean planned;
    private final boolean split;
    private final boolean presumed;
    private final Instants instants;

    private Explainer(Episode episode, CorrelatorConfig config, long now) {
        this.episode = episode;
        this.config = config;
        this.now = now;
        this.reading = new Reading(episode);
        this.plan = reading.plan();
        this.decision = Outage.decision(reading);
        this.planned = plan != null || reading.isOrderlyWithoutPlan();
        this.split = SplitBrain.found(reading, planned);
        this.outage = split ? Outage.none(reading) : Outage.of(reading);
        this.presumed = presumed();
        this.instants =
                new InstantFinder(reading, outage, presumed, limit(), split || SplitBrain.partition(reading)).find();
    }

    /** The incident as it is known at that instant. */
    public static Incident explain(Episode episode, CorrelatorConfig config, long now) {
        return new Explainer(episode, config, now).incident();
    }

    private Incident incident() {
        IncidentKind kind = kind();
        IncidentState state = state();
        List<String> failed = failed(kind);
        ClusterView after = episode.after();
        String server = server(state);
        Story story = new Story(
                after.name(), kind, state, planned, failed, server, takenBy(), outage.affected(), instants, after);
        List<Cause> causes = Causes.of(reading, kind, planned);
        Evidence evidence = new Evidence(reading, instants);
        String first = episode.evidence().first().id();
        return new Incident(
                Keys.of(after.name(), first),
                kind,
                state,
                state != IncidentState.CLOSED
                        && now < episode.lastAt() + config.lateness().toNanos(),
                planned,
                site(failed),
                after.name(),
                failed,
                server,
                after.product(),
                Sentences.summary(story, causes.getFirst()),
                reading.rule().nextStep(story),
                instants,
                causes,
                Gaps.of(reading, story),
                evidence.items(),
                evidence.dropped());
    }

    private long limit() {
        return config.takeoverLimit().toNanos();
    }

    /** A takeover that was decided and never reported as failed is taken for done once its time is over: the line that says so may be lost. */
    private boolean presumed() {
        return outage.down()
                && decision != null
                && decision.at() >= outage.spans().getLast().from().at() - CLOSE_NANOS
                && (decision.decidesToServe() || plan == null && !reading.lost().contains(decision.node()))
                && now > decision.at() + limit()
                && !Outage.contradicted(reading, decision);
    }

    private IncidentState state() {
        Moment redundant = instants.redundant();
        long quietFrom = Math.max(episode.lastAt(), redundant == null ? 0 : redundant.timeNanos());
        boolean late = now >= quietFrom + config.lateness().toNanos();
        if (episode.superseded()) {
            return IncidentState.CLOSED;
        }
        if (redundant != null) {
            return late ? IncidentState.CLOSED : IncidentState.RESTORED;
        }
        return outage.down() && !presumed ? IncidentState.DOWN : IncidentState.DEGRADED;
    }

    private IncidentKind kind() {
        if (split) {
            return IncidentKind.SPLIT_BRAIN;
        }
        if (nobodyTookOver()) {
            return IncidentKind.FAILED;
        }
        if (planned) {
            return episode.plannedNodes().size() > 1 && !isSwap()
                    ? IncidentKind.ROLLING_UPDATE
                    : IncidentKind.PLANNED_SWITCH;
        }
        boolean returns = outage.rounds() >= FLAPPING_MOVES && !reading.rule().roleIsDecision();
        if (reading.moves() >= FLAPPING_MOVES || returns) {
            return IncidentKind.FLAPPING;
        }
        if (SplitBrain.partition(reading)) {
            return IncidentKind.PARTITION;
        }
        return movedOrLost() ? IncidentKind.NODE : IncidentKind.COMPONENT;
    }

    private boolean isSwap() {
        return plan != null && Actions.of(plan.timed().signal()).equals("swap");
    }

    private boolean movedOrLost() {
        return !reading.lost().isEmpty()
                || reading.moves() > 0
                || decision != null && decision.decidesToServe()
                || reading.first(Step::takesOver) != null;
    }

    private boolean nobodyTookOver() {
        Moment fault = instants.fault();
        if (!outage.affected() || fault == null || !shouldComeBack()) {
            return false;
        }
        long from = fault.timeNanos();
        for (Outage.Span span : outage.spans()) {
            if (tooLong(span, from, fault.uncertaintyNanos())) {
                return true;
            }
            from = Long.MAX_VALUE;
        }
        return false;
    }

    /** Whether an interruption lasted beyond the limit; a decision of the product within it starts the limit anew. */
    private boolean tooLong(Outage.Span span, long faultAt, long faultUncertainty) {
        long from = Math.min(faultAt, span.from().at());
        long deadline = from + limit();
        Step to = span.to();
        Step decided = reading.rule().roleIsDecision() ? null : decidedWithin(from, deadline);
        long until = decided == null ? deadline : decided.at() + limit();
        if (to == null) {
            return !presumed && now > until;
        }
        Moment restored = instants.restored();
        boolean inferred = to == outage.restoredBy() && restored != null && restored.inferred();
        long earliest = inferred && restored != null ? restored.timeNanos() - restored.uncertaintyNanos() : to.at();
        return earliest > until + faultUncertainty + to.timed().uncertainty();
    }

    private @Nullable Step decidedWithin(long from, long deadline) {
        return reading.first(step -> Outage.brings(step)
                && step.at() <= deadline
                && step.at() >= from - step.timed().uncertainty()
                && !Actions.starts(step.timed().signal()));
    }

    /** Whether the service was meant to go on: not when people stopped the last node. */
    private boolean shouldComeBack() {
        if (plan == null) {
            return !planned || Health.redundant(episode.before());
        }
        String action = Actions.of(plan.timed().signal());
        boolean comesBack = action.equals("swap") || action.equals("restart") || action.equals("stopstart");
        boolean others = episode.plannedNodes().size() < nodes();
        return comesBack || others && Health.redundant(episode.before());
    }

    private long nodes() {
        return episode.after().nodes().stream().filter(node -> !node.witness()).count();
    }

    private List<String> failed(IncidentKind kind) {
        Set<String> failed = new LinkedHashSet<>();
        if (kind == IncidentKind.SPLIT_BRAIN || kind == IncidentKind.PARTITION) {
            return List.of();
        }
        if (planned) {
            if (!isSwap()) {
                failed.addAll(episode.plannedNodes());
                reading.all(Step::isRemoteStop)
                        .forEach(step -> failed.add(step.before().partnerOf(step.node())));
            }
        } else {
            failed.addAll(reading.lost());
            failed.addAll(reading.broken());
            if (failed.isEmpty()) {
                givenUp(failed);
            }
        }
        failed.remove("");
        return failed.stream().sorted().toList();
    }

    /** Who served before another one did, or whom the product restarted. */
    private void givenUp(Set<String> failed) {
        Step taken = reading.first(Step::takesOver);
        if (taken != null) {
            failed.add(reading.cameBack(taken) ? taken.node() : taken.before().partnerOf(taken.node()));
            return;
        }
        if (decision != null && Actions.leaves(decision.timed().signal())) {
            failed.add(decision.node());
            return;
        }
        failed.add(episode.opener().signal().subject().node());
    }

    private String server(IncidentState state) {
        for (NodeView node : episode.after().serving()) {
            if (Health.serves(episode.after(), node)) {
                return node.name();
            }
        }
        boolean back = state != IncidentState.DOWN && decision != null;
        return back && presumed && decision != null ? decision.node() : "";
    }

    private String takenBy() {
        Step taken = reading.first(Step::takesOver);
        if (taken != null) {
            return taken.node();
        }
        return decision != null && decision.decidesToServe() ? decision.node() : "";
    }

    private String site(List<String> failed) {
        List<String> sites = new ArrayList<>();
        for (String name : failed) {
            NodeView node = episode.after().node(name);
            if (node != null && !node.site().isEmpty() && !sites.contains(node.site())) {
                sites.add(node.site());
            }
        }
        return sites.size() == 1 ? sites.getFirst() : "";
    }

    /** Instants after which the incident may look different although no signal came. */
    public static long nextChange(Incident incident, Episode episode, CorrelatorConfig config, long now) {
        long next = Long.MAX_VALUE;
        long lateness = config.lateness().toNanos();
        next = soonest(next, episode.lastAt() + lateness, now);
        Moment redundant = incident.instants().redundant();
        if (redundant != null) {
            next = soonest(next, Math.max(episode.lastAt(), redundant.timeNanos()) + lateness, now);
        }
        Moment fault = incident.instants().fault();
        if (incident.state() == IncidentState.DOWN && fault != null) {
            long limit = config.takeoverLimit().toNanos();
            next = soonest(next, fault.timeNanos() + limit + 1, now);
            for (EvidenceItem item : incident.evidence()) {
                next = soonest(next, item.timeNanos() + limit + 1, now);
            }
        }
        return next;
    }

    private static long soonest(long next, long candidate, long now) {
        return candidate > now ? Math.min(next, candidate) : next;
    }
}
