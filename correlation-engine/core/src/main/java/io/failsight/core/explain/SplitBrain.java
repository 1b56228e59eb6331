package io.failsight.core.explain;

import io.failsight.core.episode.Health;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.About;
import io.failsight.core.view.Actions;
import io.failsight.core.view.NodeView;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether more than one node served at a time: by a statement of the product, or by the nodes' own words, whose spans overlap by more than the clocks can be
 * apart. What a survivor says about its partner proves nothing here.
 */
final class SplitBrain {
    /** Handing over may overlap by this much. */
    private static final long HAND_OVER_NANOS = 2_000_000_000L;
    /** A planned move stops here and starts there at about the same time. */
    private static final long PLANNED_HAND_OVER_NANOS = 10_000_000_000L;

    /** @param begun whether it began within the incident */
    private record Span(long from, long to, long uncertainty, boolean begun) {
        Span until(Step step) {
            return new Span(from, step.at(), Math.max(uncertainty, step.timed().uncertainty()), begun);
        }
    }

    private final Reading reading;
    private final Map<String, Span> spans = new HashMap<>();
    /** When a node last told of a start, of a role of its own or of the end of one. */
    private final Map<String, Long> told = new HashMap<>();

    private final long allowance;

    private SplitBrain(Reading reading, boolean planned) {
        this.reading = reading;
        this.allowance = planned ? PLANNED_HAND_OVER_NANOS : HAND_OVER_NANOS;
        for (NodeView node : reading.episode().before().nodes()) {
            Timed proof = node.role().proof();
            if (node.role().role().serves() && node.role().own() && proof != null) {
                Timed sign = node.presence().lastSign();
                long to = sign == null ? proof.at() : Math.max(proof.at(), sign.at());
                spans.put(node.name(), new Span(node.role().since(), to, proof.uncertainty(), false));
            }
        }
    }

    static boolean found(Reading reading, boolean planned) {
        if (reading.first(
                        step -> step.kind() == SignalKind.SPLIT_BRAIN || step.kind() == SignalKind.SPLIT_BRAIN_RESOLVED)
                != null) {
            return true;
        }
        SplitBrain search = new SplitBrain(reading, planned);
        for (Step step : reading.steps()) {
            if (search.overlapsAt(step)) {
                return true;
            }
        }
        return false;
    }

    private boolean overlapsAt(Step step) {
        boolean found = servesBeside(step);
        if (!found
                && (step.kind() == SignalKind.ROLE_CHANGED && step.own()
                        || comesUp(step)
                        || leaves(step)
                        || step.takesOver())) {
            told.put(About.speaker(step.timed().signal()), step.at());
        }
        return found;
    }

    private boolean servesBeside(Step step) {
        if (step.kind() == SignalKind.ROLE_CHANGED) {
            return step.own() ? roleAt(step) : hearsAnother(step);
        }
        String node = About.speaker(step.timed().signal());
        if (reading.rule().roleIsDecision() && step.takesOver()) {
            spans.put(node, new Span(step.at(), step.at(), step.timed().uncertainty(), true));
            return overlaps(node);
        }
        Span span = spans.get(node);
        if (span == null) {
            return false;
        }
        if (comesUp(step) || leaves(step)) {
            spans.remove(node);
            return false;
        }
        if (!showsThatItServes(step)) {
            return false;
        }
        spans.put(node, span.until(step));
        return overlaps(node) || isYield(step) && yieldsToOldMaster(step, span);
    }

    /** A node that has been serving for longer than a hand-over takes hears that another one serves: one clock, no blur. */
    private boolean hearsAnother(Step step) {
        Span mine = spans.get(About.speaker(step.timed().signal()));
        return reading.rule().roleIsDecision()
                && step.role().serves()
                && mine != null
                && step.at() - mine.from() > allowance;
    }

    private boolean roleAt(Step step) {
        String node = step.node();
        Span span = spans.get(node);
        if (!step.role().serves()) {
            spans.remove(node);
            return span != null && step.role() == Role.SECONDARY && yieldsToOldMaster(step, span);
        }
        boolean entered = reading.rule().roleIsDecision();
        Span fresh = new Span(step.at(), step.at(), step.timed().uncertainty(), true);
        Span now = span == null || entered ? fresh : span.until(step);
        spans.put(node, now);
        return overlaps(node) || both(node, step);
    }

    /** Lines that only a module that runs writes; what a machine says when it comes up is none. */
    private static boolean showsThatItServes(Step step) {
        return switch (step.kind()) {
            case HEARTBEAT_LOST, CHECKER_DOWN, CHECKER_UP, COMPONENT_DOWN ->
                Health.ofProduct(step.after(), step.timed().signal());
            case FAILOVER_DECIDED -> isYield(step);
            default -> false;
        };
    }

    /** A machine or module that starts did not serve right before. */
    private static boolean comesUp(Step step) {
        return step.kind() == SignalKind.SYSTEM_STARTED
                || step.kind() == SignalKind.PLANNED_STARTED
                        && Actions.starts(step.timed().signal());
    }

    /** A node that says what it does before it stops serving; the line about its role may be lost. */
    private boolean leaves(Step step) {
        Signal signal = step.timed().signal();
        return switch (step.kind()) {
            case FAILOVER_DECIDED -> Actions.waits(signal) || Actions.leaves(signal) || step.yields() && !isYield(step);
            case PLANNED_STARTED, SYSTEM_STOPPING -> true;
            case ADDRESS_RELEASED -> reading.rule().roleIsDecision();
            default -> false;
        };
    }

    private boolean overlaps(String node) {
        Span mine = spans.get(node);
        for (Map.Entry<String, Span> other : spans.entrySet()) {
            if (mine != null && !other.getKey().equals(node) && common(mine, other.getValue()) > 0) {
                return true;
            }
        }
        return false;
    }

    private long common(Span left, Span right) {
        long common = Math.min(left.to(), right.to()) - Math.max(left.from(), right.from());
        return common - allowance - left.uncertainty() - right.uncertainty();
    }

    /** Both took the role within less time than it takes to miss a partner: each was alive when the other gave it up. */
    private boolean both(String node, Step step) {
        if (reading.rule().roleIsDecision() || step.role() != Role.ALONE) {
            return false;
        }
        for (Map.Entry<String, Span> other : spans.entrySet()) {
            Span span = other.getValue();
            if (other.getKey().equals(node) || !span.begun() || !isAlone(step, other.getKey())) {
                continue;
            }
            long least = reading.rule().silenceBefore(step.timed()).leastNanos();
            if (step.at() - span.from()
                    < least - allowance - span.uncertainty() - step.timed().uncertainty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAlone(Step step, String node) {
        NodeView view = step.before().node(node);
        return view != null && view.role().role() == Role.ALONE && view.role().own();
    }

    private static boolean isYield(Step step) {
        return step.yields() && step.detail(Signal.REASON).contains("higher");
    }

    /** A master that steps back hears another one; one that said nothing in between has been master all along. */
    private boolean yieldsToOldMaster(Step step, Span mine) {
        if (!reading.rule().roleIsDecision() || !mine.begun()) {
            return false;
        }
        Long last = told.get(step.before().partnerOf(step.node()));
        return (last == null || last < mine.from())
                && step.at() - mine.from()
                        > allowance + mine.uncertainty() + step.timed().uncertainty();
    }

    /** Whether the nodes lost each other while both were alive. */
    static boolean partition(Reading reading) {
        return reading.unheardBy().size() > 1;
    }
}
