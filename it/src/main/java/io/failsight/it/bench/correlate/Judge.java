package io.failsight.it.bench.correlate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares what came of the cases with the truth. Not thread-safe. */
final class Judge {
    private static final double MOST_ERROR_SECONDS = 5;

    private int cases;
    private int found;
    private int surplus;
    private int kindRight;
    private int plannedRight;
    private int causeRight;
    private int withoutEvidence;
    private final List<Double> errors = new ArrayList<>();
    private int beyond;
    private int inferredRight;
    private int missing;
    private int instantsWithoutEvidence;
    private int calmCases;
    private int falseAlarms;
    private final List<String> complaints = new ArrayList<>();

    /**
     * Judges one case.
     *
     * @param incidents what the API says of its cluster
     * @param plan what was sent of it
     */
    void take(FailoverCase it, Instant begin, JsonNode incidents, Disturbance.Plan plan) {
        if (it.isCalm()) {
            calm(it, incidents);
            return;
        }
        if (plan.evidence() == 0) {
            withoutEvidence++;
            return;
        }
        cases++;
        JsonNode best = null;
        for (JsonNode incident : incidents) {
            boolean better = best == null
                    || !it.kinds().contains(best.path("kind").asText())
                            && it.kinds().contains(incident.path("kind").asText());
            best = better ? incident : best;
        }
        surplus += Math.max(0, incidents.size() - 1);
        if (incidents.size() > 1) {
            complaints.add(it.name() + ": " + incidents.size() + " incidents " + told(incidents));
        }
        if (best == null) {
            complaints.add(it.name() + ": no incident");
            return;
        }
        JsonNode judged = best;
        found++;
        kindRight += right(it, "kind", it.kinds().contains(best.path("kind").asText()), best.path("kind"));
        plannedRight += right(it, "planned", best.path("planned").asBoolean() == it.planned(), best.path("planned"));
        JsonNode cause = best.path("causes").path(0).path("id");
        causeRight += right(it, "cause", it.causes().contains(cause.asText()), cause);
        it.truth().forEach((name, at) -> {
            if (isMissing(judged, name) && !plan.hasEvidenceOf(name, at)) {
                instantsWithoutEvidence++;
            } else {
                instant(it, name, Player.after(begin, at), judged);
            }
        });
    }

    private void calm(FailoverCase it, JsonNode incidents) {
        calmCases++;
        falseAlarms += incidents.size();
        if (!incidents.isEmpty()) {
            complaints.add(it.name() + ": an incident where nothing failed " + told(incidents));
        }
    }

    private static List<String> told(JsonNode incidents) {
        List<String> told = new ArrayList<>();
        incidents.forEach(incident -> told.add(
                incident.path("id").asText() + " " + incident.path("kind").asText()));
        return told;
    }

    private int right(FailoverCase it, String what, boolean right, JsonNode value) {
        if (!right) {
            complaints.add(it.name() + ": " + what + " is " + value);
        }
        return right ? 1 : 0;
    }

    private void instant(FailoverCase it, String name, Instant truth, JsonNode incident) {
        JsonNode instant = incident.path("instants").path(name);
        if (isMissing(incident, name)) {
            missing++;
            complaints.add(it.name() + ": no instant " + name);
            return;
        }
        double error = Math.abs(
                Duration.between(truth, Instant.parse(instant.path("time").asText()))
                                .toNanos()
                        / 1e9);
        double uncertainty = instant.path("uncertaintyMillis").asDouble() / 1e3;
        if (instant.path("inferred").asBoolean() && error <= uncertainty) {
            inferredRight++;
            return;
        }
        errors.add(error);
        if (error > MOST_ERROR_SECONDS) {
            beyond++;
            complaints.add("%s: %s is %.1f s off (±%.1f s%s)"
                    .formatted(
                            it.name(),
                            name,
                            error,
                            uncertainty,
                            instant.path("inferred").asBoolean() ? ", inferred" : ""));
        }
    }

    private static boolean isMissing(JsonNode incident, String name) {
        JsonNode instant = incident.path("instants").path(name);
        return instant.isNull() || instant.isMissingNode();
    }

    List<String> complaints() {
        return complaints;
    }

    double recall() {
        return share(found, cases);
    }

    double precision() {
        return share(found, found + surplus + falseAlarms);
    }

    double causeShare() {
        return share(causeRight, found);
    }

    double plannedShare() {
        return share(plannedRight, found);
    }

    double medianError() {
        double[] sorted =
                errors.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    int beyond() {
        return beyond + missing;
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("cases", cases);
        figures.put("cases.withoutEvidence", withoutEvidence);
        figures.put("cases.calm", calmCases);
        figures.put("incidents.inCalmCases", falseAlarms);
        figures.put("incidents.found", found);
        figures.put("incidents.surplus", surplus);
        figures.put("kind.right", share(kindRight, found));
        figures.put("instants.stated", errors.size());
        figures.put("instants.inferredWithTruthInside", inferredRight);
        figures.put("instants.missing", missing);
        figures.put("instants.withoutEvidence", instantsWithoutEvidence);
        figures.put("instants.beyond5s", beyond);
        return figures;
    }
}
