package io.failsight.engine.notify.channel;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.Moment;
import io.failsight.engine.incident.Nanos;
import io.failsight.engine.incident.PublicIncident;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is told of an incident, as it was at one revision; also the JSON of a webhook. Times are ISO 8601 in UTC. Immutable.
 *
 * @param incident id that people know; empty for tests and proofs
 * @param link page of the incident in the console
 * @param instants by name (lastGood, fault, detected, decided, restored, redundant), in order; those that are known
 * @param evidence the lines that tell most, in order of time
 */
public record Message(
        String incident,
        int revision,
        String kind,
        String state,
        boolean provisional,
        boolean planned,
        String cluster,
        String site,
        List<String> failedNodes,
        String servingNode,
        String product,
        String summary,
        String nextStep,
        Map<String, At> instants,
        List<Why> causes,
        List<Line> evidence,
        String link) {
    private static final int FIRST_LINES = 5;
    private static final int LAST_LINES = 3;
    private static final int MAX_CAUSES = 3;
    private static final int MAX_LINE = 400;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A time and how well it is known. */
    public record At(String time, long uncertaintyMillis, boolean inferred) {}

    /** A cause and the share of belief in it, 0 to 1. */
    public record Why(String sentence, double weight) {}

    /** A line of evidence. */
    public record Line(String time, String node, String text) {}

    /**
     * @param console address of the console, with a slash at its end
     */
    public static Message of(PublicIncident known, String console) {
        Incident incident = known.incident();
        return new Message(
                known.id(),
                known.revision(),
                incident.kind().id(),
                incident.state().id(),
                incident.provisional(),
                incident.planned(),
                incident.cluster(),
                incident.site(),
                incident.failedNodes(),
                incident.servingNode(),
                incident.product(),
                incident.summary(),
                incident.nextStep(),
                instants(incident),
                incident.causes().stream()
                        .limit(MAX_CAUSES)
                        .map(cause -> new Why(cause.sentence(), cause.weight()))
                        .toList(),
                evidence(incident.evidence()),
                console + "?incident=" + URLEncoder.encode(known.id(), StandardCharsets.UTF_8));
    }

    /** A message that is about no incident. */
    public static Message words(String summary, String console) {
        return new Message(
                "", 0, "", "", false, false, "", "", List.of(), "", "", summary, "", Map.of(), List.of(), List.of(),
                console);
    }

    private static Map<String, At> instants(Incident incident) {
        Map<String, At> instants = new LinkedHashMap<>();
        put(instants, "lastGood", incident.instants().lastGood());
        put(instants, "fault", incident.instants().fault());
        put(instants, "detected", incident.instants().detected());
        put(instants, "decided", incident.instants().decided());
        put(instants, "restored", incident.instants().restored());
        put(instants, "redundant", incident.instants().redundant());
        return instants;
    }

    private static void put(Map<String, At> instants, String name, @Nullable Moment moment) {
        if (moment != null) {
            instants.put(
                    name,
                    new At(time(moment.timeNanos()), moment.uncertaintyNanos() / NANOS_PER_MILLI, moment.inferred()));
        }
    }

    /** The first lines say how it began, the last ones how it is now. */
    private static List<Line> evidence(List<EvidenceItem> items) {
        List<EvidenceItem> telling =
                items.stream().filter(item -> !item.step().equals("context")).toList();
        List<EvidenceItem> source = telling.isEmpty() ? items : telling;
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < source.size(); i++) {
            if (i < FIRST_LINES || i >= source.size() - LAST_LINES) {
                EvidenceItem item = source.get(i);
                String node = item.signal().reporter();
                lines.add(
                        new Line(time(item.timeNanos()), node, cut(item.signal().text())));
            }
        }
        return lines;
    }

    private static String cut(String text) {
        return text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE) + " ...";
    }

    private static String time(long nanos) {
        return Nanos.instant(nanos / NANOS_PER_MILLI * NANOS_PER_MILLI).toString();
    }

    /** Whether service or redundancy is missing. */
    @JsonIgnore
    public boolean isOpen() {
        return state.equals("down") || state.equals("degraded");
    }
}
