package io.failsight.core.explain;

import io.failsight.core.failover.Story;
import io.failsight.core.incident.Gap;
import io.failsight.core.incident.Instants;
import io.failsight.core.incident.Moment;
import io.failsight.model.signal.SignalKind;
import java.util.ArrayList;
import java.util.List;

/** What was lost: service, redundancy, recordings, evidence. */
final class Gaps {
    private Gaps() {}

    static List<Gap> of(Reading reading, Story story) {
        List<Gap> gaps = new ArrayList<>();
        Instants instants = story.instants();
        Moment fault = instants.fault();
        if (fault != null && story.affected()) {
            String lasted = Sentences.duration(fault, instants.restored());
            String sentence = lasted.isEmpty()
                    ? "Clients of " + story.cluster() + " are without service."
                    : "Clients of " + story.cluster() + " were without service for " + lasted + ".";
            gaps.add(new Gap("service", story.cluster(), fault, instants.restored(), sentence, fault.evidence()));
        }
        if (fault != null) {
            String lasted = Sentences.duration(fault, instants.redundant());
            String sentence = lasted.isEmpty()
                    ? "Another failure would stop " + story.cluster() + "."
                    : "For " + lasted + " another failure would have stopped " + story.cluster() + ".";
            gaps.add(new Gap("redundancy", story.cluster(), fault, instants.redundant(), sentence, fault.evidence()));
        }
        for (Step step : reading.steps()) {
            told(step, gaps);
        }
        return gaps;
    }

    private static void told(Step step, List<Gap> gaps) {
        boolean recordings = step.kind() == SignalKind.DATA_GAP;
        boolean missing = step.kind() == SignalKind.ENTRIES_MISSING;
        boolean evidence = step.kind() == SignalKind.SOURCE_SILENT || missing;
        if (!recordings && !evidence) {
            return;
        }
        Moment from = new Moment(
                step.at(),
                step.timed().uncertainty(),
                false,
                List.of(step.timed().id()));
        String subject =
                recordings && !step.timed().signal().subject().resource().isEmpty()
                        ? step.timed().signal().subject().resource()
                        : step.node();
        String sentence = recordings
                ? "Recordings of " + subject + " are missing."
                : missing
                        ? step.timed().signal().detail("count") + " entries of " + subject + " did not come."
                        : "No entries came from " + subject + " any more.";
        gaps.add(new Gap(recordings ? "recordings" : "evidence", subject, from, null, sentence, from.evidence()));
    }
}
