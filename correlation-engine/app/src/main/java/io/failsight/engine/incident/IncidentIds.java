package io.failsight.engine.incident;

import io.failsight.core.incident.Incident;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Names new incidents: the day of the first evidence (UTC), the cluster, the how-manieth: {@code 2026-11-20-mirror-1}. Short enough to be said on the
 * telephone, and safe in addresses and file names. Pure.
 */
final class IncidentIds {
    private static final int MAX_CLUSTER = 32;

    private IncidentIds() {}

    static String next(Incident incident, Predicate<String> taken) {
        long first = Proof.firstObserved(incident);
        LocalDate day = Nanos.instant(first == Long.MAX_VALUE ? 0 : first)
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
        String start = day + "-" + slug(incident.cluster().isEmpty() ? incident.site() : incident.cluster()) + "-";
        int number = 1;
        while (taken.test(start + number)) {
            number++;
        }
        return start + number;
    }

    /** Lower-case letters, digits and single hyphens. */
    static String slug(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String cut = plain.substring(0, Math.min(MAX_CLUSTER, plain.length())).replaceAll("-$", "");
        return cut.isEmpty() ? "cluster" : cut;
    }
}
