package io.failsight.core.episode;

import io.failsight.core.incident.Incident;
import io.failsight.core.timeline.Timed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one incident in order: the first and the last {@value #HALF}, and how many there were. Immutable; lists share what they have in common,
 * so each further entry costs one small object.
 */
public final class EvidenceList {
    private static final int HALF = Incident.MAX_EVIDENCE / 2;

    private record Link(Timed timed, @Nullable Link before, int length) {}

    public static final EvidenceList EMPTY = new EvidenceList(null, null, null, 0);

    private final @Nullable Link head;
    private final @Nullable Link older;
    private final @Nullable Link newer;
    private final int count;

    private EvidenceList(@Nullable Link head, @Nullable Link older, @Nullable Link newer, int count) {
        this.head = head;
        this.older = older;
        this.newer = newer;
        this.count = count;
    }

    public EvidenceList plus(Timed timed) {
        if (length(head) < HALF) {
            return new EvidenceList(new Link(timed, head, length(head) + 1), null, null, count + 1);
        }
        if (length(newer) < HALF) {
            return new EvidenceList(head, older, new Link(timed, newer, length(newer) + 1), count + 1);
        }
        return new EvidenceList(head, newer, new Link(timed, null, 1), count + 1);
    }

    /** What is kept, in order: at most {@link Incident#MAX_EVIDENCE}. */
    public List<Timed> kept() {
        List<Timed> tail = new ArrayList<>(HALF);
        collect(newer, tail);
        collect(older, tail);
        if (tail.size() > HALF) {
            tail.subList(HALF, tail.size()).clear();
        }
        List<Timed> all = new ArrayList<>(tail.size() + length(head));
        all.addAll(tail);
        collect(head, all);
        Collections.reverse(all);
        return all;
    }

    /** The first one in order; there is always one in an incident. */
    public Timed first() {
        Link link = head;
        while (link != null && link.before() != null) {
            link = link.before();
        }
        return java.util.Objects.requireNonNull(link, "no evidence").timed();
    }

    /** The last one in order; null while there is none. */
    @Nullable
    public Timed last() {
        Link link = newer != null ? newer : head;
        return link == null ? null : link.timed();
    }

    public int count() {
        return count;
    }

    private static int length(@Nullable Link link) {
        return link == null ? 0 : link.length();
    }

    private static void collect(@Nullable Link link, List<Timed> into) {
        for (Link each = link; each != null; each = each.before()) {
            into.add(each.timed());
        }
    }
}
