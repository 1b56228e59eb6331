package io.failsight.core;

import io.failsight.core.cluster.ClusterLayout;
import io.failsight.core.explain.Keys;
import io.failsight.core.incident.Cause;
import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Gap;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.IncidentState;
import io.failsight.core.incident.Instants;
import io.failsight.core.incident.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Joins the incidents of clusters that lost all nodes of a site at about the same time to one. A single source never makes a site incident: doors that carry
 * no credentials could be used to cry wolf.
 */
final class SiteRule {
    /** Clusters notice a lost site within their time-outs of each other; their faults come out closer than this. */
    private static final long TOGETHER_NANOS = 60_000_000_000L;

    private static final int MIN_NODES = 2;
    private static final Pattern OF_ADDRESS = Pattern.compile(
            "(?:syslog|syslog-tls|jsonlines|lumberjack|otlp|udp)/(?!sender:|CN=|127\\.0\\.0\\.1/)([^/]+)");
    private static final int MIN_SOURCES = 2;

    private final Map<String, Set<String>> nodesOfSite = new TreeMap<>();

    SiteRule(List<ClusterLayout> layouts) {
        for (ClusterLayout layout : layouts) {
            for (ClusterLayout.NodeLayout node : layout.nodes()) {
                if (!node.witness() && !node.site().isEmpty()) {
                    nodesOfSite
                            .computeIfAbsent(node.site(), any -> new TreeSet<>())
                            .add(node.name());
                }
            }
        }
        nodesOfSite.values().removeIf(nodes -> nodes.size() < MIN_NODES);
    }

    /** The incidents, those of lost sites replaced. */
    List<Incident> join(List<Incident> incidents) {
        if (nodesOfSite.isEmpty()) {
            return incidents;
        }
        List<Incident> left = new ArrayList<>(incidents);
        for (Map.Entry<String, Set<String>> site : nodesOfSite.entrySet()) {
            joinSite(site.getKey(), site.getValue(), left);
        }
        return left;
    }

    private void joinSite(String site, Set<String> nodes, List<Incident> incidents) {
        List<Incident> candidates = incidents.stream()
                .filter(incident -> isLoss(incident, nodes))
                .sorted(Comparator.comparingLong(SiteRule::faultAt).thenComparing(Incident::key))
                .toList();
        int from = 0;
        while (from < candidates.size()) {
            int to = from + 1;
            while (to < candidates.size()
                    && faultAt(candidates.get(to)) - faultAt(candidates.get(from)) <= TOGETHER_NANOS) {
                to++;
            }
            List<Incident> group = candidates.subList(from, to);
            if (isWholeSite(group, nodes)) {
                incidents.removeAll(group);
                incidents.add(joined(site, group));
            }
            from = to;
        }
    }

    /** Whether an incident may be part of a lost site. */
    boolean isLoss(Incident incident) {
        return nodesOfSite.values().stream().anyMatch(nodes -> isLoss(incident, nodes));
    }

    private static boolean isLoss(Incident incident, Set<String> nodes) {
        boolean kind = incident.kind() == IncidentKind.NODE || incident.kind() == IncidentKind.FAILED;
        return kind && !incident.planned() && incident.failedNodes().stream().anyMatch(nodes::contains);
    }

    private static boolean isWholeSite(List<Incident> group, Set<String> nodes) {
        Set<String> lost = new HashSet<>();
        Set<String> origins = new HashSet<>();
        for (Incident incident : group) {
            lost.addAll(incident.failedNodes());
            incident.evidence().stream()
                    .filter(item -> !item.step().equals("last-good"))
                    .forEach(item -> origins.add(origin(item.signal().source())));
        }
        return lost.containsAll(nodes) && origins.size() >= MIN_SOURCES;
    }

    /**
     * Who stands behind a source such as {@code otlp/192.0.2.1/service}: the address, whatever door it used and whatever it says of itself. Who
     * proved a name is believed what it says of itself, and so is this machine.
     */
    private static String origin(String source) {
        Matcher matcher = OF_ADDRESS.matcher(source);
        return matcher.lookingAt() ? matcher.group(1) : source;
    }

    private static Incident joined(String site, List<Incident> group) {
        List<EvidenceItem> evidence = group.stream()
                .flatMap(incident -> incident.evidence().stream())
                .sorted(Comparator.comparingLong(EvidenceItem::timeNanos)
                        .thenComparing(item -> item.signal().id()))
                .distinct()
                .toList();
        int surplus = Math.max(0, evidence.size() - Incident.MAX_EVIDENCE);
        List<String> failed = texts(group, incident -> incident.failedNodes().stream());
        String clusters = String.join(", ", texts(group, incident -> Stream.of(incident.cluster())));
        String servers = String.join(", ", texts(group, incident -> Stream.of(incident.servingNode())));
        Instants instants = instants(group);
        IncidentState state = group.stream()
                .map(Incident::state)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        String first = evidence.stream()
                .filter(item -> !item.step().equals("last-good"))
                .findFirst()
                .orElseThrow()
                .signal()
                .id();
        return new Incident(
                Keys.of("site " + site, first),
                IncidentKind.SITE,
                state,
                group.stream().anyMatch(Incident::provisional),
                false,
                site,
                clusters,
                failed,
                servers,
                String.join(", ", texts(group, incident -> Stream.of(incident.product()))),
                summary(site, group, failed, servers),
                nextStep(site, state),
                instants,
                causes(site, group, failed, instants),
                group.stream()
                        .<Gap>flatMap(incident -> incident.gaps().stream())
                        .toList(),
                evidence.subList(0, evidence.size() - surplus),
                group.stream().mapToInt(Incident::evidenceDropped).sum() + surplus);
    }

    private static String summary(String site, List<Incident> group, List<String> failed, String servers) {
        String lost = "Site " + site + " is lost: " + String.join(", ", failed) + " failed together.";
        List<String> down = group.stream()
                .filter(incident -> incident.kind() == IncidentKind.FAILED && incident.state() == IncidentState.DOWN)
                .map(Incident::cluster)
                .sorted()
                .toList();
        if (!down.isEmpty()) {
            return "NOBODY TOOK OVER for " + String.join(", ", down) + ". " + lost;
        }
        return servers.isEmpty() ? lost : lost + " " + servers + " took over.";
    }

    private static String nextStep(String site, IncidentState state) {
        return switch (state) {
            case DOWN, DEGRADED ->
                "Look at power and network of site " + site
                        + " first; then bring its nodes back one by one, each as its product says.";
            case RESTORED, CLOSED -> "";
        };
    }

    private static List<Cause> causes(String site, List<Incident> group, List<String> failed, Instants instants) {
        Moment fault = instants.fault();
        List<Cause> causes = new ArrayList<>();
        causes.add(new Cause(
                "site-lost",
                "All nodes of site " + site + " (" + String.join(", ", failed)
                        + ") were lost together: its power or its network failed.",
                0.8,
                fault == null ? List.of() : fault.evidence()));
        Cause own = group.getFirst().causes().getFirst();
        causes.add(new Cause(own.id(), own.sentence(), 0.1, own.evidence()));
        return causes;
    }

    private static Instants instants(List<Incident> group) {
        return new Instants(
                pick(group, Instants::lastGood, SiteRule::later, false),
                pick(group, Instants::fault, SiteRule::earlier, false),
                pick(group, Instants::detected, SiteRule::earlier, false),
                pick(group, Instants::decided, SiteRule::later, false),
                pick(
                        group.stream().filter(incident -> wasDown(incident)).toList(),
                        Instants::restored,
                        SiteRule::later,
                        true),
                pick(group, Instants::redundant, SiteRule::later, true));
    }

    private static boolean wasDown(Incident incident) {
        return incident.gaps().stream().anyMatch(gap -> gap.what().equals("service"));
    }

    private static @Nullable Moment pick(
            List<Incident> group,
            Function<Instants, @Nullable Moment> which,
            BinaryOperator<Moment> choose,
            boolean all) {
        List<Moment> known = new ArrayList<>();
        for (Incident incident : group) {
            Moment moment = which.apply(incident.instants());
            if (moment != null) {
                known.add(moment);
            } else if (all) {
                return null;
            }
        }
        return known.stream().filter(Objects::nonNull).reduce(choose).orElse(null);
    }

    private static Moment later(Moment left, Moment right) {
        return right.timeNanos() > left.timeNanos() ? right : left;
    }

    private static Moment earlier(Moment left, Moment right) {
        return right.timeNanos() < left.timeNanos() ? right : left;
    }

    private static List<String> texts(List<Incident> group, Function<Incident, Stream<String>> which) {
        return group.stream()
                .flatMap(which)
                .filter(text -> !text.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private static long faultAt(Incident incident) {
        Moment fault = incident.instants().fault();
        return fault == null ? Long.MAX_VALUE / 2 : fault.timeNanos();
    }
}
