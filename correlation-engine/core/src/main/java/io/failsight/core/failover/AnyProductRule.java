package io.failsight.core.failover;

import io.failsight.core.timeline.Timed;
import io.failsight.core.view.ClusterView;
import io.failsight.model.signal.Role;
import java.util.Set;

/** What holds for a product that has no rule yet: the vocabulary alone, and wide bounds. */
final class AnyProductRule implements FailoverRule {
    private static final Span SILENCE = Span.ofMillis(0, 60_000);
    private static final Span TAKEOVER = Span.ofMillis(0, 60_000);

    @Override
    public Set<String> products() {
        return Set.of();
    }

    @Override
    public String displayName() {
        return "the cluster software";
    }

    @Override
    public ClusterView ofRole(ClusterView view, Role before, String node, Timed timed) {
        return view;
    }

    @Override
    public Span silenceBefore(Timed noticed) {
        return SILENCE;
    }

    @Override
    public Span takeover() {
        return TAKEOVER;
    }

    @Override
    public String nextStep(Story story) {
        return switch (story.state()) {
            case DOWN -> "Bring the service of " + story.cluster() + " back: no node serves.";
            case DEGRADED -> "Bring " + story.failedNodesText() + " back: until then nothing takes over.";
            case RESTORED, CLOSED -> "";
        };
    }
}
