package io.failsight.core;

import io.failsight.core.cluster.ClusterLayout;
import io.failsight.core.cluster.ClusterState;
import io.failsight.core.incident.Incident;
import io.failsight.core.timeline.SourceTimeline;
import io.failsight.core.timeline.SourceTimeline.Moved;
import io.failsight.core.timeline.Statements;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.ClusterView;
import io.failsight.model.signal.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signals in, incidents and cluster states out: a pure function of the set of signals and of the latest instant given to {@link #advance} or {@link #setBack}, whatever
 * the order of arrival. Not thread-safe: one owner. See docs/adr/0008-incident-core.md.
 */
public final class Correlator {
    /** Cluster names may come from log lines: more than this many are not a plant but an attack or a mistake. */
    private static final int MAX_CLUSTERS = 2_000;

    private static final int MAX_SOURCES = 20_000;

    private record Deadline(long at, String cluster) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : cluster.compareTo(other.cluster);
        }
    }

    private final CorrelatorConfig config;
    private final Membership membership;
    private final Map<String, ClusterTrack> tracks = new HashMap<>();
    private final Map<String, SourceTimeline> sources = new HashMap<>();
    private final Statements statements = new Statements();
    private final IncidentBook book;
    private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>();
    private final Set<String> touched = new HashSet<>();
    private final List<Moved> moved = new ArrayList<>();
    private long now = Long.MIN_VALUE;
    private long tooLate;
    private long refused;

    public Correlator(List<ClusterLayout> layouts, CorrelatorConfig config) {
        this.config = config;
        this.membership = new Membership(layouts);
        this.book = new IncidentBook(layouts);
        for (ClusterLayout layout : layouts) {
            ClusterView view = ClusterView.empty(layout.name(), layout.product());
            for (ClusterLayout.NodeLayout node : layout.nodes()) {
                view = view.withNode(node.name(), node.site(), node.witness());
            }
            tracks.put(layout.name(), new ClusterTrack(view, config));
        }
    }

    /** Takes a signal in; one with a known id changes nothing. */
    public Changes accept(Signal signal) {
        take(signal);
        return changes();
    }

    /** Takes many in and gives the changes of all of them: much cheaper than one by one. */
    public Changes accept(Collection<Signal> signals) {
        signals.forEach(this::take);
        return changes();
    }

    /** Time passed: what has waited too long fails, what was waited for is over. An earlier instant than before changes nothing. */
    public Changes advance(long nowNanos) {
        if (nowNanos <= now) {
            return Changes.NONE;
        }
        now = nowNanos;
        Set<String> due = new HashSet<>();
        for (Deadline next = deadlines.peek(); next != null && next.at() <= now; next = deadlines.peek()) {
            due.add(next.cluster());
            deadlines.remove();
        }
        due.forEach(this::explain);
        return book.changes(Set.of());
    }

    /**
     * The clock that gave the instants was ahead, and was set back: what was only over because of that is looked at again. An instant that is not
     * earlier changes nothing.
     */
    public Changes setBack(long nowNanos) {
        if (nowNanos >= now) {
            return Changes.NONE;
        }
        now = nowNanos;
        deadlines.clear();
        tracks.forEach((name, track) -> {
            track.timeWentBack();
            touched.add(name);
        });
        return changes();
    }

    /** All incidents of the window, oldest first. */
    public List<Incident> incidents() {
        return book.incidents();
    }

    /** All clusters as they are now, by name. */
    public List<ClusterState> clusters() {
        List<ClusterState> states = new ArrayList<>();
        for (ClusterTrack track : tracks.values()) {
            states.add(StateReport.of(track.state().view()));
        }
        states.sort(Comparator.comparing(ClusterState::name));
        return states;
    }

    /** A cluster as it was at an instant of the window; empty when it is not known or the instant is before the window. */
    public Optional<ClusterState> stateAt(String cluster, long timeNanos) {
        ClusterTrack track = tracks.get(cluster);
        ClusterView view = track == null ? null : track.viewAt(timeNanos);
        return view == null ? Optional.empty() : Optional.of(StateReport.of(view));
    }

    /** Signals that came after their part of the window was gone. */
    public long tooLate() {
        return tooLate;
    }

    /** Signals of clusters and sources beyond the bounds. */
    public long refused() {
        return refused;
    }

    /** One machine behind one source: a relay passes on the lines of many, each by its own clock. */
    private static String voice(Signal signal) {
        return signal.source() + '\0' + signal.reporter();
    }

    private void take(Signal signal) {
        SourceTimeline source = sources.get(voice(signal));
        boolean tooMany = source == null && sources.size() >= MAX_SOURCES;
        String cluster = signal.subject().cluster();
        if (tooMany || tracks.size() >= MAX_CLUSTERS && !cluster.isEmpty() && !tracks.containsKey(cluster)) {
            refused++;
            return;
        }
        if (!statements.isNew(signal)) {
            return;
        }
        if (source == null) {
            source = new SourceTimeline();
            sources.put(voice(signal), source);
        }
        Signal standing = statements.stand(signal);
        if (standing == null) {
            place(signal, source);
        } else if (Statements.earlier(signal, standing)) {
            statements.replace(signal);
            withdraw(standing, source);
            place(signal, source);
        } else {
            source.learnClock(signal, moved);
        }
        settleMoved();
    }

    private void place(Signal signal, SourceTimeline source) {
        List<Membership.Joined> joined = membership.learn(signal);
        Timed timed = source.add(signal, moved);
        settleMoved();
        for (String cluster : membership.clustersOf(signal)) {
            insert(cluster, timed);
        }
        for (Membership.Joined each : joined) {
            track(each.cluster()).addNode(each.node(), each.site());
            adopt(each);
        }
    }

    /** What a node said before anybody knew its cluster is told to the cluster. */
    private void adopt(Membership.Joined joined) {
        for (Signal signal : membership.withoutCluster(joined.node())) {
            SourceTimeline source = sources.get(voice(signal));
            Timed timed = source == null ? null : source.find(signal);
            if (timed != null) {
                insert(joined.cluster(), timed);
            }
        }
    }

    private void withdraw(Signal signal, SourceTimeline source) {
        Timed timed = source.replace(signal, moved);
        if (timed != null) {
            for (String cluster : membership.clustersOf(signal)) {
                if (track(cluster).remove(timed)) {
                    touched.add(cluster);
                }
            }
        }
        membership.forget(signal);
        settleMoved();
    }

    private void insert(String cluster, Timed timed) {
        ClusterTrack track = track(cluster);
        if (!track.insert(timed)) {
            tooLate++;
            return;
        }
        touched.add(cluster);
        for (Timed gone : track.trim()) {
            forget(gone);
        }
    }

    private void forget(Timed timed) {
        Signal signal = timed.signal();
        statements.forget(signal);
        membership.forget(signal);
        SourceTimeline source = sources.get(voice(signal));
        if (source != null) {
            source.remove(signal);
            source.forgetClockBefore(signal.observedNanos());
            if (source.isEmpty()) {
                sources.remove(voice(signal));
            }
        }
    }

    private void settleMoved() {
        if (moved.isEmpty()) {
            return;
        }
        List<Moved> all = List.copyOf(moved);
        moved.clear();
        for (Moved each : all) {
            for (String cluster : membership.clustersOf(each.before().signal())) {
                ClusterTrack track = track(cluster);
                if (track.remove(each.before())) {
                    touched.add(cluster);
                    track.insert(each.after());
                }
            }
        }
    }

    private ClusterTrack track(String cluster) {
        return tracks.computeIfAbsent(cluster, name -> new ClusterTrack(ClusterView.empty(name, ""), config));
    }

    private Changes changes() {
        if (touched.isEmpty()) {
            return Changes.NONE;
        }
        Set<String> clusters = Set.copyOf(touched);
        touched.forEach(this::explain);
        touched.clear();
        return book.changes(clusters);
    }

    private void explain(String cluster) {
        @Nullable ClusterTrack track = tracks.get(cluster);
        if (track == null) {
            return;
        }
        book.put(track.update(now));
        long next = track.nextChange();
        if (next != Long.MAX_VALUE) {
            deadlines.add(new Deadline(next, cluster));
        }
    }
}
