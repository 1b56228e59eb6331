package io.failsight.core;

import io.failsight.core.episode.Episode;
import io.failsight.core.episode.Fold;
import io.failsight.core.episode.FoldState;
import io.failsight.core.explain.Explainer;
import io.failsight.core.incident.Incident;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.ClusterView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One cluster's signals in order, the states after them (checkpoints: all of late, fewer of old), and the incidents cut out of them. A signal that comes
 * late goes to its place, and everything from the checkpoint before it is folded again; folding waits until somebody asks. Not thread-safe.
 */
final class ClusterTrack {
    /** States after this many last signals are all kept: most late signals are only a little late. */
    private static final int DENSE = 64;
    /** Of older states one in this many is kept, so a late signal costs at most as many extra steps. */
    private static final int SPARSE = 32;
    /** Finished incidents that are kept; the engine's store has all. */
    private static final int MAX_FINISHED = 50;
    /** How often the window is looked at. */
    private static final int TRIM_EVERY = 256;

    private static final int CLEAN = Integer.MAX_VALUE;

    private static final class Slot {
        final Episode episode;

        @Nullable
        Incident incident;

        long nextChange = Long.MIN_VALUE;

        Slot(Episode episode) {
            this.episode = episode;
        }
    }

    private final CorrelatorConfig config;
    private final Fold fold;
    private final List<Timed> order = new ArrayList<>();
    private final List<@Nullable FoldState> states = new ArrayList<>();
    private final List<Slot> finished = new ArrayList<>();
    private FoldState base;
    private int forgotten;
    private int dirtyFrom = CLEAN;
    private @Nullable Slot current;
    private int insertions;
    private long next = Long.MAX_VALUE;
    /** Before this index all finished incidents are explained for good. */
    private int settled;
    /** Before this index no finished incident became another since the last update. */
    private int rewoundTo;

    private final Set<String> doubtful = new HashSet<>();
    private final List<String> dropped = new ArrayList<>();

    /**
     * What became different.
     *
     * @param changed new or changed incidents
     * @param withdrawn keys that no incident has any longer
     * @param dropped keys of old incidents that are no longer kept
     */
    record Update(List<Incident> changed, Set<String> withdrawn, List<String> dropped) {}

    ClusterTrack(ClusterView start, CorrelatorConfig config) {
        this.base = FoldState.of(start);
        this.config = config;
        this.fold = new Fold(config);
    }

    /** Puts a signal to its place; false when it is older than what is kept. */
    boolean insert(Timed timed) {
        Timed last = base.view().last();
        if (last != null && timed.compareTo(last) < 0) {
            return false;
        }
        insertions++;
        int size = order.size();
        int index = size == 0 || order.get(size - 1).compareTo(timed) < 0 ? size : placeOf(timed);
        order.add(index, timed);
        states.add(index, null);
        dirtyFrom = Math.min(dirtyFrom, index);
        return true;
    }

    /** Takes a signal out; false when it is not in. */
    boolean remove(Timed timed) {
        int index = placeOf(timed);
        if (index >= order.size() || !order.get(index).equals(timed)) {
            return false;
        }
        order.remove(index);
        states.remove(index);
        dirtyFrom = Math.min(dirtyFrom, index);
        return true;
    }

    /** Makes a node known from the beginning on. */
    void addNode(String node, String site) {
        ClusterView wider = base.view().withNode(node, site, false);
        if (wider != base.view()) {
            base = new FoldState(wider, base.current(), base.recent(), base.finished(), base.fence());
            Collections.fill(states, null);
            dirtyFrom = 0;
        }
    }

    /** Takes what is older than the window, or too much, out of memory and returns it. */
    List<Timed> trim() {
        if (insertions < TRIM_EVERY) {
            return List.of();
        }
        insertions = 0;
        int surplus =
                order.size() > config.maxSignalsPerCluster() ? order.size() - config.maxSignalsPerCluster() * 3 / 4 : 0;
        long oldest =
                order.isEmpty() ? 0 : order.getLast().at() - config.window().toNanos();
        while (surplus < order.size() && order.get(surplus).at() < oldest) {
            surplus++;
        }
        if (surplus == 0) {
            return List.of();
        }
        catchUp();
        base = stateAfter(surplus - 1);
        List<Timed> gone = new ArrayList<>(order.subList(0, surplus));
        order.subList(0, surplus).clear();
        states.subList(0, surplus).clear();
        int forget = Math.min(finished.size() - MAX_FINISHED, base.finished() - forgotten);
        if (forget > 0) {
            List<Slot> old = finished.subList(0, forget);
            old.forEach(slot -> dropped.add(keyOf(slot)));
            old.clear();
            forgotten += forget;
            settled = Math.max(0, settled - forget);
            rewoundTo = Math.max(0, rewoundTo - forget);
        }
        return gone;
    }

    /** The cluster as it is after all signals. */
    FoldState state() {
        catchUp();
        return order.isEmpty() ? base : stateAfter(order.size() - 1);
    }

    /** The cluster as it was at an instant; null when that is before what is kept. */
    @Nullable
    ClusterView viewAt(long timeNanos) {
        catchUp();
        int index = 0;
        int high = order.size();
        while (index < high) {
            int middle = (index + high) >>> 1;
            if (order.get(middle).at() <= timeNanos) {
                index = middle + 1;
            } else {
                high = middle;
            }
        }
        if (index > 0) {
            return stateAfter(index - 1).view();
        }
        Timed last = base.view().last();
        return last != null && last.at() > timeNanos ? null : base.view();
    }

    /** What is different from the last call, as it is at an instant. */
    Update update(long now) {
        catchUp();
        List<Incident> changed = new ArrayList<>();
        next = Long.MAX_VALUE;
        boolean allSettled = true;
        for (int i = settled; i < finished.size(); i++) {
            Slot slot = finished.get(i);
            explain(slot, now, changed);
            allSettled &= slot.nextChange == Long.MAX_VALUE;
            settled = allSettled ? i + 1 : settled;
        }
        Slot running = runningSlot();
        if (running != null) {
            explain(running, now, changed);
        }
        Update update = new Update(changed, withdrawn(running), List.copyOf(dropped));
        dropped.clear();
        return update;
    }

    /** All that was found is explained again, at an earlier instant. */
    void timeWentBack() {
        finished.forEach(slot -> slot.nextChange = Long.MIN_VALUE);
        settled = 0;
        Slot running = current;
        if (running != null) {
            running.nextChange = Long.MIN_VALUE;
        }
    }

    /** When an incident may look different although no signal came. */
    long nextChange() {
        return next;
    }

    private void explain(Slot slot, long now, List<Incident> changed) {
        Incident before = slot.incident;
        Incident incident = explained(slot, now);
        next = Math.min(next, slot.nextChange);
        if (!incident.equals(before)) {
            changed.add(incident);
        }
    }

    /** Keys that were given out and that no incident has any longer. */
    private Set<String> withdrawn(@Nullable Slot running) {
        if (doubtful.isEmpty()) {
            return Set.of();
        }
        Set<String> gone = new HashSet<>(doubtful);
        doubtful.clear();
        for (int i = rewoundTo; i < finished.size(); i++) {
            gone.remove(keyOf(finished.get(i)));
        }
        if (running != null) {
            gone.remove(keyOf(running));
        }
        rewoundTo = finished.size();
        return gone;
    }

    private static String keyOf(Slot slot) {
        return slot.incident == null ? "" : slot.incident.key();
    }

    private void doubt(@Nullable Slot slot) {
        if (slot != null && slot.incident != null) {
            doubtful.add(slot.incident.key());
        }
    }

    private Incident explained(Slot slot, long now) {
        Incident incident = slot.incident;
        if (incident == null || now >= slot.nextChange) {
            incident = Explainer.explain(slot.episode, config, now);
            slot.incident = incident;
            slot.nextChange = Explainer.nextChange(incident, slot.episode, config, now);
        }
        return incident;
    }

    private @Nullable Slot runningSlot() {
        Episode episode = state().current();
        Slot before = current;
        if (before != null && before.episode == episode) {
            return before;
        }
        doubt(before);
        current = episode == null ? null : new Slot(episode);
        return current;
    }

    private void catchUp() {
        if (dirtyFrom == CLEAN) {
            return;
        }
        int known = Math.min(dirtyFrom, order.size()) - 1;
        while (known >= 0 && states.get(known) == null) {
            known--;
        }
        FoldState state = known < 0 ? base : knownState(known);
        int kept = Math.max(0, state.finished() - forgotten);
        if (kept < finished.size()) {
            List<Slot> undone = finished.subList(kept, finished.size());
            undone.forEach(this::doubt);
            undone.clear();
        }
        rewoundTo = Math.min(rewoundTo, kept);
        settled = Math.min(settled, kept);
        for (int i = known + 1; i < order.size(); i++) {
            state = fold.step(state, order.get(i), episode -> finished.add(new Slot(episode)));
            states.set(i, state);
            int old = i - DENSE;
            if (old >= 0 && old % SPARSE != 0) {
                states.set(old, null);
            }
        }
        dirtyFrom = CLEAN;
    }

    private FoldState stateAfter(int index) {
        int known = index;
        while (known >= 0 && states.get(known) == null) {
            known--;
        }
        FoldState state = known < 0 ? base : knownState(known);
        for (int i = known + 1; i <= index; i++) {
            state = fold.step(state, order.get(i), episode -> {});
        }
        return state;
    }

    private FoldState knownState(int index) {
        FoldState state = states.get(index);
        return state == null ? base : state;
    }

    private int placeOf(Timed timed) {
        int index = Collections.binarySearch(order, timed);
        return index < 0 ? -index - 1 : index;
    }
}
