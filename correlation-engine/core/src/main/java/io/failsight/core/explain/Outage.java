package io.failsight.core.explain;

import io.failsight.core.episode.Health;
import io.failsight.core.episode.Impact;
import io.failsight.core.view.Actions;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.SignalKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether and until when clients were without service. Immutable.
 *
 * @param affected whether the service was interrupted
 * @param down whether it still is, as far as the evidence tells
 * @param restoredBy the evidence with which it was back for good; null while it is not, or when that evidence was lost
 * @param rounds how often it came back
 * @param spans all interruptions in order; the last one may not be over
 */
record Outage(boolean affected, boolean down, @Nullable Step restoredBy, int rounds, List<Span> spans) {
    /** One interruption: from the evidence that shows it to the evidence that it is over; null while it is not. */
    record Span(Step from, @Nullable Step to) {}

    static Outage of(Reading reading) {
        Tracker tracker = new Tracker(unknown(reading.episode().before()));
        for (Step step : reading.steps()) {
            tracker.take(step);
        }
        return new Outage(
                tracker.affected, tracker.down, tracker.restoredBy, tracker.rounds, List.copyOf(tracker.spans));
    }

    /** While two nodes served, clients had one: what one of them said of the other was wrong. Only what is down at the end counts. */
    static Outage none(Reading reading) {
        Outage told = of(reading);
        return told.down() ? told : new Outage(false, false, null, 0, List.of());
    }

    private static boolean unknown(ClusterView view) {
        return view.nodes().stream().noneMatch(NodeView::takesPart);
    }

    /** Whether the product decided something by which the service should come back. */
    static boolean brings(Step step) {
        return step.kind() == SignalKind.FAILOVER_DECIDED
                && !Actions.waits(step.timed().signal())
                && !step.yields()
                && !Actions.of(step.timed().signal()).equals("stop")
                && !Actions.of(step.timed().signal()).equals("wakeup");
    }

    /** The decision by which a service was to come back, if the product took one. */
    static @Nullable Step decision(Reading reading) {
        List<Step> decisions = reading.all(Outage::brings);
        for (Step step : decisions) {
            if (step.decidesToServe()) {
                return step;
            }
        }
        return decisions.isEmpty() ? null : decisions.getFirst();
    }

    /** Whether something tells against the success of a decision whose end nobody reported. */
    static boolean contradicted(Reading reading, Step decision) {
        boolean behind = false;
        for (Step step : reading.steps()) {
            boolean same = behind && step.node().equals(decision.node());
            if (same && step.own() && tellsAgainst(step)) {
                return true;
            }
            behind |= step == decision;
        }
        return false;
    }

    private static boolean tellsAgainst(Step step) {
        return switch (step.kind()) {
            case ROLE_CHANGED -> !step.serves() && step.role() != Role.SECONDARY;
            case GAVE_UP, COMPONENT_DOWN, CHECKER_DOWN, PLANNED_STARTED -> step.impact() != Impact.CONTEXT;
            case FAILOVER_DECIDED ->
                Actions.waits(step.timed().signal())
                        || Actions.leaves(step.timed().signal());
            default -> false;
        };
    }

    private static final class Tracker {
        private final boolean unknown;
        private boolean affected;
        private boolean down;
        private int rounds;
        private @Nullable Step restoredBy;
        private final List<Span> spans = new ArrayList<>();

        Tracker(boolean unknown) {
            this.unknown = unknown;
        }

        void take(Step step) {
            boolean up = Health.serves(step.before());
            boolean stays = Health.serves(step.after());
            if (up && !stays || !up && unknown && !affected && breaks(step)) {
                affected = true;
                down = true;
                restoredBy = null;
                spans.add(new Span(step, null));
            } else if (!up && (stays || unknown && down && mends(step))) {
                back(step, down || unknown || step.takesOver());
            } else if (up && stays && moved(step)) {
                back(step, !affected);
            } else if (up && stays && settles(step)) {
                restoredBy = step;
            }
        }

        private void back(Step step, boolean counts) {
            rounds++;
            if (down) {
                spans.set(spans.size() - 1, new Span(spans.getLast().from(), step));
            } else if (counts) {
                spans.add(new Span(step, step));
            }
            down = false;
            if (counts) {
                affected = true;
                restoredBy = step;
            }
        }

        /** The role comes after a restart's own line, and says that the service is ready. */
        private boolean settles(Step step) {
            Step soFar = restoredBy;
            return soFar != null
                    && soFar.kind() != SignalKind.ROLE_CHANGED
                    && step.serves()
                    && step.node().equals(soFar.node())
                    && step.at() - soFar.at() <= 60_000_000_000L;
        }

        private static boolean breaks(Step step) {
            return step.impact() == Impact.FAULT && step.kind() != SignalKind.CHECKER_DOWN && !step.serves();
        }

        private static boolean mends(Step step) {
            return step.kind() == SignalKind.COMPONENT_RESTARTED
                    || step.kind() == SignalKind.COMPONENT_UP
                    || step.kind() == SignalKind.FAILOVER_DECIDED
                            && Actions.starts(step.timed().signal());
        }

        private static boolean moved(Step step) {
            return step.takesOver() || step.handsOver();
        }
    }
}
