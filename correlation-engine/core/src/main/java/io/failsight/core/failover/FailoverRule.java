package io.failsight.core.failover;

import io.failsight.core.timeline.Timed;
import io.failsight.core.view.ClusterView;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import java.util.Set;

/**
 * What one product knows about its failovers beyond the vocabulary: its timers, what its roles imply, and what its operator does next. Pure and
 * stateless; see docs/rules.md for how to write one.
 */
public interface FailoverRule {
    /** A span of time before an instant: at least and at most so many nanoseconds. */
    record Span(long leastNanos, long mostNanos) {
        public static Span ofMillis(long least, long most) {
            return new Span(least * 1_000_000L, most * 1_000_000L);
        }
    }

    /** Values of detail {@code product} whose clusters it explains. */
    Set<String> products();

    /** Name of the product for people. */
    String displayName();

    /** What it means for the others that a node took a role; the view as it is when nothing. */
    ClusterView ofRole(ClusterView view, Role before, String node, Timed timed);

    /** What it means that a node decided to serve without its partner: that the partner is gone, unless the product knows better. */
    default ClusterView ofDecision(ClusterView view, String node, Timed timed) {
        String partner = view.partnerOf(node);
        return view.node(partner) == null ? view : view.gone(partner, timed);
    }

    /** What it means that a node gives its role to another one; the view as it is when nothing. */
    default ClusterView ofYield(ClusterView view, String node, Timed timed) {
        return view;
    }

    /** What it means that a node got an address; the view as it is when nothing. */
    default ClusterView ofAddress(ClusterView view, String node, Timed timed) {
        return view;
    }

    /** What it means that a node gave an address up; the view as it is when nothing. */
    default ClusterView ofRelease(ClusterView view, String node, Timed timed) {
        return view;
    }

    /** Whether a node that serves does not do so for its clients while this check of it says no. */
    default boolean impairs(Signal checkerDown) {
        return false;
    }

    /** How long before this signal, by which a survivor noticed that its partner is gone, the partner broke. */
    Span silenceBefore(Timed noticed);

    /** How long before this signal, by which a node noticed a fault of its own (a check, a process), it broke. Zero when the line is about the fault itself. */
    default Span checkBefore(Timed noticed) {
        return new Span(0, 0);
    }

    /** How long after the decision (or else the fault) a service is back, when no entry tells. */
    Span takeover();

    /** Whether taking the role that makes a node serve is also the product's decision, and the service is back with it. */
    default boolean roleIsDecision() {
        return false;
    }

    /** What the operator does next, in words; empty when nothing. */
    String nextStep(Story story);
}
