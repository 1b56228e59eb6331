package io.failsight.core.explain;

import io.failsight.core.episode.Impact;
import io.failsight.core.incident.Cause;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.view.Actions;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ranks why an incident happened. What a node says of itself outranks what others notice, and what came first outranks what followed. */
final class Causes {
    private static final int MAX_CAUSES = 6;
    /** A swap takes as long as a stop, a start and a short reintegration. */
    private static final long SWAP_NANOS = 180_000_000_000L;

    private record Candidate(String id, String sentence, double belief, List<String> evidence) {}

    private final Reading reading;
    private final @Nullable Step plan;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Set<String> named = new HashSet<>();

    private Causes(Reading reading, @Nullable Step plan) {
        this.reading = reading;
        this.plan = plan;
    }

    static List<Cause> of(Reading reading, IncidentKind kind, boolean planned) {
        Causes causes = new Causes(reading, reading.plan());
        causes.collect(kind, planned);
        return causes.ranked();
    }

    private void collect(IncidentKind kind, boolean planned) {
        if (plan != null) {
            planned(plan);
        }
        if (kind == IncidentKind.SPLIT_BRAIN || kind == IncidentKind.PARTITION) {
            network();
        }
        for (Step step : reading.steps()) {
            ownFault(step);
            context(step);
        }
        if (plan == null && planned) {
            impliedPlan();
        }
        lost(planned);
        if (candidates.isEmpty()) {
            unexplained();
        }
    }

    private void planned(Step step) {
        String by = step.detail(Signal.BY).isEmpty() ? "" : " by " + step.detail(Signal.BY);
        String action = Actions.of(step.timed().signal());
        if (step.kind() == SignalKind.SYSTEM_STOPPING || action.equals("shutdown") || action.equals("reboot")) {
            add("shutdown", "The machine " + step.node() + " was shut down" + by + ".", 20, step);
        } else {
            String verb = action.isEmpty() ? "work" : action;
            String id = action.isEmpty() ? "planned-work" : "planned-" + action;
            add(id, "A " + verb + " was asked for" + by + " on " + step.node() + ".", 20, step);
        }
    }

    private void impliedPlan() {
        Step stop = reading.first(Step::isRemoteStop);
        Step yields = reading.first(step -> step.yields());
        Step taken = reading.first(Step::takesOver);
        Step gave = yields == null && reading.isHandedOver() ? reading.first(reading::stepsBack) : null;
        if (stop != null) {
            String node = stop.before().partnerOf(stop.node());
            add(
                    joinsAgain(node, stop) ? "planned-swap" : "planned-stop",
                    node + " said good-bye before it stopped, as it does when it is stopped on purpose.",
                    6,
                    stop);
        } else if (yields != null) {
            add("priority-change", "Another node got a higher priority than " + yields.node() + ".", 6, yields);
        }
        Step proof = gave == null && yields == null && reading.isHandedOver() ? taken : gave;
        if (proof != null && stop == null) {
            String who = proof == gave ? "Another node" : proof.node();
            add(
                    "priority-change",
                    who + " got the higher priority: the one that served gave its role to it.",
                    6,
                    proof);
        }
        Step finished = reading.first(step -> step.kind() == SignalKind.PLANNED_FINISHED);
        if (finished != null) {
            add("planned-stop", "Work on " + finished.node() + " was reported as finished.", 5, finished);
        }
        Step stopped = reading.first(step -> step.own() && step.role() == Role.STOPPED);
        if (stopped != null) {
            add("planned-stop", stopped.node() + " was stopped, and nothing failed before.", 5, stopped);
        }
    }

    /** Who comes back by itself at once was not stopped, but swapped. */
    private boolean joinsAgain(String node, Step stop) {
        boolean stopped = reading.first(step -> step.own()
                        && step.node().equals(node)
                        && (step.role() == Role.STOPPED
                                || step.kind() == SignalKind.PLANNED_STARTED
                                        && Actions.starts(step.timed().signal())))
                != null;
        return !stopped
                && reading.first(step -> step.own()
                                && step.node().equals(node)
                                && step.role() == Role.SECONDARY
                                && step.at() - stop.at() <= SWAP_NANOS)
                        != null;
    }

    private void network() {
        List<Step> proofs = reading.all(step -> step.noticesLoss()
                || step.kind() == SignalKind.SPLIT_BRAIN
                || step.kind() == SignalKind.SPLIT_BRAIN_RESOLVED
                || step.takesOver());
        List<String> ids =
                proofs.stream().limit(8).map(step -> step.timed().id()).toList();
        if (named.add("network-split")) {
            candidates.add(new Candidate(
                    "network-split",
                    "The nodes of " + reading.episode().after().name()
                            + " did not hear each other, but lived: the network between them failed.",
                    12,
                    ids));
        }
    }

    private void ownFault(Step step) {
        if (!step.isOwnFault() || step.impact() != Impact.FAULT && step.impact() != Impact.EVIDENCE) {
            return;
        }
        double first = plan == null ? followsLoss(step) ? 2 : 10 : 1;
        double belief = step.impact() == Impact.FAULT ? first / (1 + candidates.size()) : 0.5;
        String resource = step.timed().signal().subject().resource();
        String named = resource.isEmpty() ? step.timed().signal().subject().component() : resource;
        switch (step.kind()) {
            case COMPONENT_DOWN ->
                add(
                        "process-down",
                        "Process or service " + named + " on " + step.node() + " did not run.",
                        belief,
                        step);
            case CHECKER_DOWN -> {
                boolean network = isInterface(step.timed().signal());
                String id = network ? "interface-down" : "checker-down";
                String what = network ? "Network interface " : "The check ";
                String says = network ? " was down." : " said no.";
                add(id, what + named + " on " + step.node() + says, belief, step);
            }
            case GAVE_UP ->
                add(
                        "gave-up",
                        "The cluster software on " + step.node() + " gave up: it had tried too often.",
                        belief / 2,
                        step);
            case ROLE_CHANGED -> leftRole(step, belief);
            default -> {}
        }
    }

    /** Whether a node broke after another one was lost, or after it had taken over from one: the second failure, not the first. */
    private boolean followsLoss(Step step) {
        Step first = reading.first(each -> each.isOwnFault()
                || reading.noticesLoss(each)
                        && !each.isRemoteStop()
                        && !each.node().equals(step.node())
                || each.takesOver() && each.node().equals(step.node()));
        return first != null
                && !first.isOwnFault()
                && first.at() + first.timed().uncertainty() < step.at();
    }

    private void leftRole(Step step, double belief) {
        boolean fault = step.detail(Signal.PRODUCT_ROLE).equals("FAULT");
        if (fault && !named.contains("interface-down") && !named.contains("checker-down")) {
            boolean speaks =
                    reading.first(each -> each.isRemoteStop() || Reading.isRepaired(each) && isScript(each)) != null;
            boolean network = step.detail(Signal.REASON).contains("interface") || !speaks;
            String what = network ? "An interface of " : "A check of ";
            add(
                    network ? "interface-down" : "checker-down",
                    what + step.node() + " failed: it went to FAULT.",
                    belief / 2,
                    step);
        } else {
            add("node-stopped", step.node() + " left its role by itself.", Math.min(1.5, belief), step);
        }
    }

    private static boolean isScript(Step step) {
        return step.detail("checker").equals("vrrp_script");
    }

    private void repaired(Step step) {
        boolean known = named.contains("checker-down") || named.contains("interface-down");
        if (plan == null && !known && Reading.isRepaired(step)) {
            String what = step.timed().signal().subject().resource();
            String id = isInterface(step.timed().signal()) ? "interface-down" : "checker-down";
            boolean firstLook = isScript(step) && reading.first(Step::isRemoteStop) == null;
            double belief = firstLook ? 2 : 4; // a script says yes after each start, too
            add(
                    id,
                    "The check " + what + " on " + step.node() + " had said no: it said yes again later.",
                    belief,
                    step);
        }
    }

    private static boolean isInterface(Signal signal) {
        String resource = signal.subject().resource();
        String checker = signal.detail("checker");
        boolean keepalived = signal.detail(Signal.PRODUCT).equals("keepalived") && !checker.equals("vrrp_script");
        return signal.subject().component().equals("interface")
                || keepalived
                || resource.startsWith("intf")
                || resource.startsWith("interface");
    }

    private void context(Step step) {
        String resource = step.timed().signal().subject().resource();
        switch (step.kind()) {
            case RESOURCE_SHORT ->
                add("resource-short", "On " + step.node() + " " + resource + " ran short.", 0.8, step);
            case SOURCE_SILENT ->
                add("source-silent", step.node() + " fell silent: none of its logs came any more.", 0.7, step);
            case LICENCE_MISSING -> add("licence-missing", "A licence was missing on " + step.node() + ".", 1.2, step);
            case FENCED -> add("fenced", step.node() + " was cut off by force.", 1.5, step);
            case COMPONENT_DOWN -> {
                if (step.impact() == Impact.CONTEXT) {
                    add(
                            "process-down",
                            "Service " + resource + " on " + step.node() + " failed at about the same time.",
                            2,
                            step);
                }
            }
            case FAILOVER_DECIDED -> decision(step);
            case CHECKER_UP -> repaired(step);
            default -> {}
        }
    }

    /** The product's decision names what it decided upon, when the line about that was lost. */
    private void decision(Step step) {
        String rule = step.detail(Signal.RULE);
        String by = step.detail(Signal.BY);
        if (step.impact() != Impact.FAULT || plan != null) {
            return;
        }
        double belief = followsLoss(step) ? 2 : 5;
        if (by.equals("errd") && !named.contains("process-down")) {
            add(
                    "process-down",
                    "A process or service that SafeKit watches on " + step.node() + " did not run.",
                    belief,
                    step);
        } else if (rule.equals("splitbrain_failure")) {
            add(
                    "network-split",
                    step.node() + " might not serve: it heard neither its partner nor the witness.",
                    3,
                    step);
        } else if (rule.equals("interface_failure") && !named.contains("interface-down")) {
            add("interface-down", "A network interface of " + step.node() + " was down.", belief, step);
        } else if (!rule.isEmpty() && !rule.endsWith("_server") && !named.contains("checker-down")) {
            add("checker-down", "A check on " + step.node() + " said no (rule " + rule + ").", belief, step);
        }
    }

    private void lost(boolean planned) {
        Step noticed = reading.first(step -> reading.noticesLoss(step) && !step.isRemoteStop());
        if (noticed != null) {
            boolean survivor = noticed.kind() == SignalKind.FAILOVER_DECIDED;
            String node = survivor ? noticed.before().partnerOf(noticed.node()) : noticed.node();
            add(
                    "node-lost",
                    node + " was not heard any more: its machine, its system or its network failed.",
                    planned ? 1 : 3,
                    noticed);
            return;
        }
        Step taken = reading.first(Step::takesOver);
        boolean others = taken != null && reading.broken().stream().anyMatch(each -> !each.equals(taken.node()));
        if (taken != null && !planned && !others) {
            String node = taken.before().partnerOf(taken.node());
            add("node-lost", node + " was not heard any more when " + taken.node() + " took over.", 3, taken);
        }
    }

    private void unexplained() {
        Step opener = reading.steps().getFirst();
        add("unknown", "What led to it is not in the logs; the first sign came from " + opener.node() + ".", 1, opener);
    }

    private void add(String id, String sentence, double belief, Step step) {
        if (named.add(
                id + '\0' + step.node() + '\0' + step.timed().signal().subject().resource())) {
            named.add(id);
            candidates.add(
                    new Candidate(id, sentence, belief, List.of(step.timed().id())));
        }
    }

    private List<Cause> ranked() {
        double all = candidates.stream().mapToDouble(Candidate::belief).sum();
        double whole = Math.max(all, 1) + 0.5;
        return candidates.stream()
                .sorted(Comparator.comparingDouble(Candidate::belief).reversed())
                .limit(MAX_CAUSES)
                .map(each -> new Cause(
                        each.id(), each.sentence(), Math.round(each.belief() / whole * 100) / 100.0, each.evidence()))
                .toList();
    }
}
