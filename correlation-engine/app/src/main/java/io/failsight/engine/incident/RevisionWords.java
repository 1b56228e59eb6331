package io.failsight.engine.incident;

import io.failsight.core.incident.Cause;
import io.failsight.core.incident.Gap;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.Instants;
import io.failsight.core.incident.Moment;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says in words what a revision changed of what people see; nothing when only evidence came in. Pure. */
final class RevisionWords {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private RevisionWords() {}

    static List<String> opened(Incident incident) {
        return List.of("opened: " + incident.summary());
    }

    static List<String> between(Incident before, Incident after) {
        List<String> what = new ArrayList<>();
        word("kind", before.kind().id(), after.kind().id(), what);
        word("state", before.state().id(), after.state().id(), what);
        if (before.planned() != after.planned()) {
            what.add(after.planned() ? "people asked for it" : "nobody asked for it");
        }
        word("cluster", before.cluster(), after.cluster(), what);
        word("site", before.site(), after.site(), what);
        word("failed nodes", names(before.failedNodes()), names(after.failedNodes()), what);
        word("serving node", before.servingNode(), after.servingNode(), what);
        word("product", before.product(), after.product(), what);
        instants(before.instants(), after.instants(), what);
        word("cause", cause(before), cause(after), what);
        causes(before, after, what);
        gaps(before.gaps(), after.gaps(), what);
        if (!before.summary().equals(after.summary())) {
            what.add("summary: \"" + after.summary() + "\"");
        }
        if (!before.nextStep().equals(after.nextStep())) {
            what.add(after.nextStep().isEmpty() ? "next step: nothing left to do" : "next step: " + after.nextStep());
        }
        if (before.provisional() != after.provisional()) {
            what.add(after.provisional() ? "provisional again" : "final: late entries are no longer expected");
        }
        return what;
    }

    private static void instants(Instants before, Instants after, List<String> what) {
        moment("last good", before.lastGood(), after.lastGood(), what);
        moment("fault", before.fault(), after.fault(), what);
        moment("detected", before.detected(), after.detected(), what);
        moment("decided", before.decided(), after.decided(), what);
        moment("service restored", before.restored(), after.restored(), what);
        moment("redundancy restored", before.redundant(), after.redundant(), what);
    }

    private static void moment(String name, @Nullable Moment before, @Nullable Moment after, List<String> what) {
        if (!Objects.equals(seen(before), seen(after))) {
            what.add(name + ": " + (before == null ? "" : text(before) + " → ")
                    + (after == null ? "not known" : text(after)));
        }
    }

    /** A moment as people see it: by the millisecond. */
    private static @Nullable List<Object> seen(@Nullable Moment moment) {
        return moment == null
                ? null
                : List.of(
                        Math.floorDiv(moment.timeNanos(), NANOS_PER_MILLI),
                        moment.uncertaintyNanos() / NANOS_PER_MILLI,
                        moment.inferred());
    }

    private static String text(Moment moment) {
        return TIME.format(Nanos.instant(moment.timeNanos())) + " ± " + moment.uncertaintyNanos() / NANOS_PER_MILLI
                + " ms" + (moment.inferred() ? " (inferred)" : "");
    }

    private static String cause(Incident incident) {
        return incident.causes().isEmpty() ? "" : incident.causes().getFirst().id();
    }

    private static void causes(Incident before, Incident after, List<String> what) {
        if (cause(before).equals(cause(after)) && !sentences(before).equals(sentences(after))) {
            what.add("causes: " + String.join(" ", sentences(after)));
        }
    }

    private static List<String> sentences(Incident incident) {
        return incident.causes().stream().map(Cause::sentence).toList();
    }

    private static void gaps(List<Gap> before, List<Gap> after, List<String> what) {
        List<String> known = before.stream().map(Gap::sentence).toList();
        List<String> now = after.stream().map(Gap::sentence).toList();
        if (!known.equals(now)) {
            what.add(now.isEmpty() ? "nothing was lost after all" : "lost: " + String.join(" ", now));
        }
    }

    private static void word(String name, String before, String after, List<String> what) {
        if (!before.equals(after)) {
            what.add(name + ": " + (before.isEmpty() ? "none" : before) + " → " + (after.isEmpty() ? "none" : after));
        }
    }

    private static String names(List<String> names) {
        return String.join(", ", names);
    }
}
