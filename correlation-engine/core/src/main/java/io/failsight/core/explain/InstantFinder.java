package io.failsight.core.explain;

import io.failsight.core.episode.Health;
import io.failsight.core.episode.Impact;
import io.failsight.core.failover.FailoverRule.Span;
import io.failsight.core.incident.Instants;
import io.failsight.core.incident.Moment;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.Actions;
import io.failsight.core.view.NodeView;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the six instants of an incident, each with its uncertainty and its evidence. What no entry states is inferred from the product's timers. */
final class InstantFinder {
    private static final long SECOND_NANOS = 1_000_000_000L;
    /** What services need to come up again on the spot. */
    private static final long START_NANOS = 10 * SECOND_NANOS;
    /** Heartbeats of one failure run out within this. */
    private static final long BURST_NANOS = 5 * SECOND_NANOS;

    private final Reading reading;
    private final Outage outage;
    private final boolean presumed;
    private final long limitNanos;
    private final boolean apart;
    private final @Nullable Step plan;

    /**
     * @param presumed whether the service counts as back although nobody reported it
     * @param limitNanos takeover limit
     * @param apart whether the nodes lived and did not hear each other, so that who is not heard goes on speaking
     */
    InstantFinder(Reading reading, Outage outage, boolean presumed, long limitNanos, boolean apart) {
        this.reading = reading;
        this.outage = outage;
        this.presumed = presumed;
        this.limitNanos = limitNanos;
        this.apart = apart;
        this.plan = reading.plan();
    }

    Instants find() {
        Moment fault = fault();
        Moment detected = notBefore(detected(), fault);
        Moment decided = notBefore(decided(detected), fault);
        Moment restored = notBefore(restored(fault, detected, decided), fault);
        Timed whole = reading.episode().redundantBy();
        Moment redundant = whole == null ? null : notBefore(stated(whole), restored == null ? fault : restored);
        return new Instants(lastGood(fault), fault, detected, decided, restored, redundant);
    }

    private Moment fault() {
        if (plan != null) {
            return stated(plan.timed());
        }
        Step own = ownFault();
        Step noticed = noticed();
        if (own != null
                && (noticed == null || own.at() <= noticed.at() + own.timed().uncertainty())) {
            return before(own.timed(), reading.rule().checkBefore(own.timed()), Long.MIN_VALUE);
        }
        Step reaction = reading.first(InstantFinder::isOwnReaction);
        if (reaction != null && (noticed == null || reaction.at() <= noticed.at())) {
            return inferred(reaction.timed());
        }
        if (noticed != null && planless()) {
            return stated(noticed.timed());
        }
        if (noticed != null && reading.cameBack(noticed)) {
            return away(noticed);
        }
        if (noticed != null) {
            Span span = reading.rule().silenceBefore(noticed.timed());
            return before(noticed.timed(), span, lastSignOf(goneBy(noticed), noticed.at()));
        }
        Timed opener = reading.episode().opener();
        return new Moment(opener.at(), opener.uncertainty() + SECOND_NANOS, true, List.of(opener.id()));
    }

    /** What a node first said about a fault of its own; not that it left its role when it said before what it does about the fault. */
    private @Nullable Step ownFault() {
        Step own = reading.first(step -> step.isOwnFault() && !isBefore(step));
        if (own == null || own.kind() != SignalKind.ROLE_CHANGED) {
            return own;
        }
        Step reaction = reading.first(InstantFinder::isOwnReaction);
        return reaction != null && reaction.at() <= own.at() ? null : own;
    }

    /** Whether a standby broke before the service was hit by something else: redundancy was lost then, not the service. */
    private boolean isBefore(Step step) {
        NodeView node = step.before().node(step.node());
        boolean standby = node != null && !node.serves() && Health.serves(step.before());
        return standby
                && outage.affected()
                && !outage.spans().isEmpty()
                && outage.spans().getFirst().from().at() > step.at() + BURST_NANOS;
    }

    /** What a node does about a fault of its own; the line about the fault itself is lost. */
    private static boolean isOwnReaction(Step step) {
        return step.kind() == SignalKind.FAILOVER_DECIDED
                && step.own()
                && step.impact() == Impact.FAULT
                && (Actions.waits(step.timed().signal())
                        || Actions.leaves(step.timed().signal()));
    }

    /** Whether one node handed over to the other and nothing had failed: the service went when the other one came. */
    private boolean planless() {
        return reading.rule().roleIsDecision() && reading.isOrderlyWithoutPlan() && reading.isHandedOver();
    }

    /** A node that comes back had broken some time between its last sign and now. */
    private Moment away(Step back) {
        long last = lastSignOf(back.node(), reading.steps().getFirst().at());
        long to = reading.steps().getFirst().at();
        long from = last == Long.MIN_VALUE ? to - limitNanos : last;
        return middle(from, to, back.timed().uncertainty(), List.of(back.timed().id()));
    }

    /** The first statement from which a survivor's loss of its partner, or its taking over, follows; a lost heartbeat tells the most. */
    private @Nullable Step noticed() {
        Step first = reading.first(step -> reading.noticesLoss(step) || step.takesOver() && !reading.isEarlier(step));
        if (first == null) {
            return null;
        }
        Step heartbeat = reading.first(
                step -> step.kind() == SignalKind.HEARTBEAT_LOST && Math.abs(step.at() - first.at()) <= BURST_NANOS);
        return heartbeat == null ? first : heartbeat;
    }

    private String goneBy(Step noticed) {
        boolean survivor = noticed.kind() == SignalKind.FAILOVER_DECIDED || noticed.own();
        return survivor && noticed.kind() != SignalKind.HEARTBEAT_LOST
                ? noticed.before().partnerOf(noticed.node())
                : noticed.node();
    }

    /** When a node last said something before an instant, uncertainty taken off; the smallest number when never. */
    private long lastSignOf(String node, long before) {
        long last = Long.MIN_VALUE;
        NodeView view = reading.episode().before().node(node);
        Timed sign = view == null ? null : view.presence().lastSign();
        if (sign != null && sign.at() < before) {
            last = sign.at() - sign.uncertainty();
        }
        for (Step step : reading.steps()) {
            if (step.own() && step.node().equals(node) && step.at() < before) {
                last = step.at() - step.timed().uncertainty();
            }
        }
        return last;
    }

    private @Nullable Moment detected() {
        if (plan != null) {
            return stated(plan.timed());
        }
        Step noticed = noticed();
        Step own = reading.first(step -> step.isOwnFault() && !isBefore(step));
        if (own != null
                && (noticed == null || own.at() <= noticed.at() + own.timed().uncertainty())) {
            return stated(own.timed());
        }
        if (noticed == null) {
            return inferred(reading.episode().opener());
        }
        Step all = reading.first(step -> step.kind() == SignalKind.HEARTBEAT_LOST
                && step.impact() == Impact.FAULT
                && step.at() - noticed.at() <= BURST_NANOS);
        Step said = all == null ? noticed : all;
        boolean states =
                reading.rule().roleIsDecision() || said.kind() != SignalKind.FAILOVER_DECIDED && !said.takesOver();
        return states ? stated(said.timed()) : inferred(said.timed());
    }

    private @Nullable Moment decided(@Nullable Moment detected) {
        Step decision = Outage.decision(reading);
        if (decision != null) {
            return stated(decision.timed());
        }
        Step taken = reading.first(step -> step.takesOver());
        if (reading.rule().roleIsDecision() && taken != null) {
            return stated(taken.timed());
        }
        if (plan != null) {
            return stated(plan.timed());
        }
        Step any = reading.first(step -> step.kind() == SignalKind.FAILOVER_DECIDED);
        if (any != null) {
            return stated(any.timed());
        }
        Step restored = outage.restoredBy();
        if (restored == null || detected == null) {
            return null;
        }
        return between(detected.timeNanos(), restored.at(), restored.timed(), detected.evidence());
    }

    private @Nullable Moment restored(Moment fault, @Nullable Moment detected, @Nullable Moment decided) {
        Step by = outage.restoredBy();
        Step decision = Outage.decision(reading);
        boolean ofAnother = by != null && decision != null && !decision.node().equals(by.node());
        Moment from = decided == null || ofAnother ? detected == null ? fault : detected : decided;
        Span takeover = reading.rule().takeover();
        if (by != null && outage.affected()) {
            if (states(by)) {
                return startsOnly(by)
                        ? middle(
                                by.at(),
                                by.at() + START_NANOS,
                                by.timed().uncertainty(),
                                List.of(by.timed().id()))
                        : stated(by.timed());
            }
            long earliest = from.timeNanos() + takeover.leastNanos();
            return between(Math.min(earliest, by.at()), by.at(), by.timed(), from.evidence());
        }
        if (presumed) {
            long latest = from.timeNanos() + limitNanos;
            return middle(from.timeNanos() + takeover.leastNanos(), latest, from.uncertaintyNanos(), from.evidence());
        }
        return null;
    }

    /** A restart was begun; that it was done is not said. */
    private boolean startsOnly(Step step) {
        boolean begins = step.kind() == SignalKind.COMPONENT_RESTARTED || step.kind() == SignalKind.FAILOVER_DECIDED;
        return begins && !reading.rule().roleIsDecision();
    }

    /** Whether the step is the very statement that the service is back, not one from which that follows. */
    private boolean states(Step step) {
        return switch (step.kind()) {
            case ROLE_CHANGED -> step.serves() && !lateProof(step);
            case COMPONENT_RESTARTED, COMPONENT_UP, ADDRESS_MOVED -> true;
            case FAILOVER_DECIDED -> true;
            default -> false;
        };
    }

    /** PRIM of one that took over was preceded by ALONE, which was lost: it has a partner again. */
    private boolean lateProof(Step step) {
        Step decision = Outage.decision(reading);
        NodeView before = reading.episode().before().node(step.node());
        boolean served = before != null && before.role().role().serves();
        boolean decided =
                decision != null && decision.decidesToServe() && decision.node().equals(step.node());
        return (decided || !served)
                && !reading.rule().roleIsDecision()
                && step.detail(Signal.ROLE).equals("primary");
    }

    private @Nullable Moment lastGood(Moment fault) {
        Timed best = null;
        for (NodeView node : reading.episode().before().nodes()) {
            if (!node.serves()) {
                continue;
            }
            best = later(best, node.presence().lastSign(), fault);
            best = later(best, node.role().proof(), fault);
        }
        return best == null ? null : stated(best);
    }

    private static @Nullable Timed later(@Nullable Timed best, @Nullable Timed sign, Moment fault) {
        if (sign == null || sign.at() > fault.timeNanos() + fault.uncertaintyNanos()) {
            return best;
        }
        return best == null || sign.compareTo(best) > 0 ? sign : best;
    }

    private static Moment stated(Timed timed) {
        return new Moment(timed.at(), timed.uncertainty(), false, List.of(timed.id()));
    }

    private static Moment inferred(Timed timed) {
        return new Moment(timed.at(), timed.uncertainty() + SECOND_NANOS, true, List.of(timed.id()));
    }

    private Moment before(Timed noticed, Span span, long notBefore) {
        if (span.mostNanos() == 0) {
            return stated(noticed);
        }
        if (notBefore > noticed.at() - span.leastNanos() && !apart) {
            // It spoke after the usual time-out began: that of this plant is shorter.
            return middle(notBefore, noticed.at(), noticed.uncertainty(), List.of(noticed.id()));
        }
        long latest = noticed.at() - span.leastNanos();
        long earliest = Math.max(noticed.at() - span.mostNanos(), Math.min(notBefore, latest));
        return middle(earliest, latest, noticed.uncertainty(), List.of(noticed.id()));
    }

    private static Moment between(long from, long to, Timed proof, List<String> evidence) {
        List<String> both = evidence.contains(proof.id())
                ? evidence
                : java.util.stream.Stream.concat(evidence.stream(), java.util.stream.Stream.of(proof.id()))
                        .toList();
        return middle(from, Math.max(from, to), proof.uncertainty(), both);
    }

    private static Moment middle(long from, long to, long uncertainty, List<String> evidence) {
        long half = (to - from) / 2;
        return new Moment(from + half, half + uncertainty, true, evidence);
    }

    /** Instants come in their order; where clocks say otherwise, their uncertainty does not. */
    private static @Nullable Moment notBefore(@Nullable Moment moment, @Nullable Moment earlier) {
        if (moment == null || earlier == null || moment.timeNanos() >= earlier.timeNanos()) {
            return moment;
        }
        long apart = earlier.timeNanos() - moment.timeNanos();
        return new Moment(
                earlier.timeNanos(), Math.max(moment.uncertaintyNanos(), apart), moment.inferred(), moment.evidence());
    }
}
