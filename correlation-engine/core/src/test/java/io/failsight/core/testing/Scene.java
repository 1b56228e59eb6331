package io.failsight.core.testing;

import io.failsight.model.TimeSource;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import io.failsight.model.signal.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells what nodes of one cluster say, at true times in seconds after {@link #START}; clocks of nodes may be off. Not thread-safe. */
public final class Scene {
    /** 2026-01-01T00:00:00Z. */
    public static final long START = 1_767_225_600_000_000_000L;

    public static final long SECOND = 1_000_000_000L;
    private static final long DELAY = 20_000_000L;

    private final String cluster;
    private final String product;
    private final List<Signal> signals = new ArrayList<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final Map<String, Long> uncertainties = new HashMap<>();
    private long sequence;
    private long resolution = 1_000_000L;

    public Scene(String cluster, String product) {
        this.cluster = cluster;
        this.product = product;
    }

    public static long at(double seconds) {
        return START + Math.round(seconds * SECOND);
    }

    /** The clock of a node is ahead by so many seconds, and the estimate of that is right within the uncertainty. */
    public Scene clock(String node, double offsetSeconds, double uncertaintySeconds) {
        offsets.put(node, Math.round(offsetSeconds * SECOND));
        uncertainties.put(node, Math.round(uncertaintySeconds * SECOND));
        return this;
    }

    /** Times are written with this step from now on. */
    public Scene resolution(long nanos) {
        this.resolution = nanos;
        return this;
    }

    /** A node says something about itself. */
    public Scene says(double seconds, String node, SignalKind kind, String resource, String... details) {
        return add(seconds, node, node, false, kind, resource, details);
    }

    /** A node says something about its partner, without naming it. */
    public Scene saysOfPartner(double seconds, String node, SignalKind kind, String resource, String... details) {
        return add(seconds, node, "", true, kind, resource, details);
    }

    /** The collector says something about a node. */
    public Scene collector(double seconds, String node, SignalKind kind, String... details) {
        return add(seconds, "collector", node, false, kind, "", details);
    }

    private Scene add(
            double seconds,
            String reporter,
            String node,
            boolean remote,
            SignalKind kind,
            String resource,
            String... details) {
        Map<String, String> map = new HashMap<>();
        if (!reporter.equals("collector")) {
            map.put(Signal.PRODUCT, product);
        }
        for (int i = 0; i < details.length; i += 2) {
            map.put(details[i], details[i + 1]);
        }
        long offset = offsets.getOrDefault(reporter, 0L);
        long truth = at(seconds);
        long stated = Math.floorDiv(truth + offset, resolution) * resolution;
        long number = ++sequence;
        signals.add(new Signal(
                "e" + cluster + number,
                kind,
                new Subject("", cluster, node, "", "", resource),
                reporter,
                remote,
                stated,
                TimeSource.PARSED,
                resolution,
                truth + DELAY,
                reporter + "/log",
                number,
                offset,
                uncertainties.getOrDefault(reporter, 5_000_000L),
                map,
                kind.id() + " " + resource + " " + new java.util.TreeMap<>(map)));
        return this;
    }

    public Scene role(double seconds, String node, String role, String word, String state) {
        return says(
                seconds,
                node,
                SignalKind.ROLE_CHANGED,
                "",
                Signal.ROLE,
                role,
                Signal.PRODUCT_ROLE,
                word,
                Signal.STATE,
                state);
    }

    public Scene decided(double seconds, String node, String action, String by, String reason) {
        return says(
                seconds,
                node,
                SignalKind.FAILOVER_DECIDED,
                "",
                Signal.ACTION,
                action,
                Signal.BY,
                by,
                Signal.REASON,
                reason);
    }

    public Scene rule(double seconds, String node, String action, String rule) {
        return says(seconds, node, SignalKind.FAILOVER_DECIDED, "", Signal.ACTION, action, Signal.RULE, rule);
    }

    public Scene planned(double seconds, String node, String action) {
        return says(seconds, node, SignalKind.PLANNED_STARTED, "", Signal.ACTION, action, Signal.BY, "admin@10.0.0.1");
    }

    public List<Signal> signals() {
        return List.copyOf(signals);
    }

    public Signal last() {
        return signals.getLast();
    }
}
