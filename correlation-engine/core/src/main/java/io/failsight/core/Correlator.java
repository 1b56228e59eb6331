package io.failsight.core;

import io.failsight.core.cluster.ClusterLayout;
import io.failsight.core.cluster.ClusterState;
import io.failsight.core.incident.Incident;
import io.failsight.model.signal.Signal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Signals in, incidents and cluster states out: a pure function of the set of signals and of the latest instant given to {@link #advance}, whatever
 * the order of arrival. Not thread-safe: one owner.
 */
public final class Correlator {
    private final List<ClusterLayout> layouts;
    private final CorrelatorConfig config;
    private final Set<String> seen = new HashSet<>();

    public Correlator(List<ClusterLayout> layouts, CorrelatorConfig config) {
        this.layouts = List.copyOf(layouts);
        this.config = config;
    }

    /** Takes a signal in; one with a known id changes nothing. */
    public Changes accept(Signal signal) {
        return accept(List.of(signal));
    }

    /** Takes many in and gives the changes of all of them: much cheaper than one by one. */
    public Changes accept(List<Signal> signals) {
        for (Signal signal : signals) {
            seen.add(signal.id());
        }
        return Changes.NONE;
    }

    /** Time passed: what has waited too long fails, what was waited for is over. An earlier instant than before changes nothing. */
    public Changes advance(long nowNanos) {
        return Changes.NONE;
    }

    /** All incidents of the window, oldest first. */
    public List<Incident> incidents() {
        return List.of();
    }

    /** All clusters as they are now, by name. */
    public List<ClusterState> clusters() {
        return List.of();
    }

    /** A cluster as it was at an instant of the window; empty when it is not known or the instant is before the window. */
    public Optional<ClusterState> stateAt(String cluster, long timeNanos) {
        return Optional.empty();
    }
}
