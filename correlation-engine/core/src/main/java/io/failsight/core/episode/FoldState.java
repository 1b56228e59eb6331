package io.failsight.core.episode;

import io.failsight.core.timeline.Timed;
import io.failsight.core.view.ClusterView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a cluster's past means for its future: folding the same signals on top gives the same again. Immutable.
 *
 * @param view the cluster
 * @param current the incident that runs, or has just ended; null when none does
 * @param recent signals of late that may explain an incident that begins now, oldest first
 * @param finished how many incidents are finished
 * @param fence the last evidence of the last finished incident; null before the first
 */
public record FoldState(
        ClusterView view,
        @Nullable Episode current,
        List<Timed> recent,
        int finished,
        @Nullable Timed fence) {
    public static FoldState of(ClusterView view) {
        return new FoldState(view, null, List.of(), 0, null);
    }
}
