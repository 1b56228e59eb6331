package io.failsight.core.explain;

import io.failsight.core.episode.Impact;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.About;
import io.failsight.core.view.Actions;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;

/**
 * One evidence of an incident, read: what it is about and what it changed. Immutable.
 *
 * @param timed the signal
 * @param impact what it is for the incident
 * @param node the node that it is about; empty when unclear
 * @param before the cluster before it
 * @param after the cluster after it
 */
record Step(Timed timed, Impact impact, String node, ClusterView before, ClusterView after) {
    SignalKind kind() {
        return timed.kind();
    }

    long at() {
        return timed.at();
    }

    String detail(String key) {
        return timed.signal().detail(key);
    }

    boolean own() {
        return About.own(timed.signal());
    }

    /** The role that it states; unknown when it states none. */
    Role role() {
        return kind() == SignalKind.ROLE_CHANGED
                ? Role.ofId(detail(Signal.ROLE)).orElse(Role.UNKNOWN)
                : Role.UNKNOWN;
    }

    /** Whether a node says that it serves now. */
    boolean serves() {
        String state = detail(Signal.STATE);
        return own() && role().serves() && (state.isEmpty() || state.equals("ready"));
    }

    /** Whether a survivor says that a node is gone. */
    boolean noticesLoss() {
        return switch (kind()) {
            case HEARTBEAT_LOST, NODE_DOWN, FENCED, LEADER_LOST -> true;
            case ROLE_CHANGED -> !own() && role() == Role.UNKNOWN;
            case FAILOVER_DECIDED -> decidesToServe() && !preempts();
            default -> false;
        };
    }

    /** Whether the product decided that this node serves without its partner. */
    boolean decidesToServe() {
        return kind() == SignalKind.FAILOVER_DECIDED && Actions.serves(timed.signal());
    }

    /** Whether a node takes its role from a weaker one that it hears. */
    boolean preempts() {
        return before.hearsWeaker(node, at());
    }

    /** Whether a node steps back from its role. */
    boolean yields() {
        return kind() == SignalKind.FAILOVER_DECIDED && Actions.yields(timed.signal());
    }

    /** Whether its partner said good-bye before it stopped. */
    boolean isRemoteStop() {
        String reason = detail(Signal.REASON);
        return decidesToServe() && (reason.contains("stop") || reason.contains("priority 0"));
    }

    /** Whether people, or a machine that is shut down, asked for something that moves or stops a service. */
    boolean isPlanned() {
        return kind() == SignalKind.SYSTEM_STOPPING && impact != Impact.CONTEXT
                || kind() == SignalKind.PLANNED_STARTED && !Actions.starts(timed.signal())
                || kind() == SignalKind.FAILOVER_DECIDED
                        && Actions.of(timed.signal()).equals("swap");
    }

    /** Whether a node itself says what broke in it. */
    boolean isOwnFault() {
        return switch (kind()) {
            case COMPONENT_DOWN, CHECKER_DOWN -> impact != Impact.CONTEXT;
            case GAVE_UP -> true;
            case ROLE_CHANGED -> own() && impact == Impact.FAULT && (role() == Role.WAITING || role() == Role.STOPPED);
            default -> false;
        };
    }

    /** Whether the node serves from this statement of its own on, and did not before. */
    boolean takesOver() {
        NodeView was = before.node(node);
        NodeView now = after.node(node);
        boolean served = was != null && was.role().role().serves() && was.role().worked();
        return own() && was != null && now != null && now.serves() && !served;
    }

    /** Whether by this statement of the one that served another one serves in its place. */
    boolean handsOver() {
        NodeView was = before.node(node);
        NodeView now = after.node(node);
        boolean gives = was != null && now != null && was.serves() && !now.serves();
        return gives
                && after.serving().stream()
                        .anyMatch(each -> before.serving().stream()
                                .noneMatch(one -> one.name().equals(each.name())));
    }
}
