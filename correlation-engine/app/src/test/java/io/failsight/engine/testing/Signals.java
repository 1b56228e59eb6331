package io.failsight.engine.testing;

import io.failsight.model.Bytes;
import io.failsight.model.TimeSource;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalJson;
import io.failsight.model.signal.SignalKind;
import io.failsight.model.signal.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Signals of a SafeKit pair, with formulations of SafeKit's guide. Not thread-safe: numbers them. */
public final class Signals {
    private final String prefix;
    private final String cluster;
    private final Instant start;
    private int number;

    /**
     * @param prefix of ids
     * @param cluster cluster of both nodes, vms-a and vms-b
     * @param start time 0
     */
    public Signals(String prefix, String cluster, Instant start) {
        this.prefix = prefix;
        this.cluster = cluster;
        this.start = start;
    }

    /** A signal of a node about itself, some time after the start. */
    public Signal of(
            Duration after, String node, SignalKind kind, String resource, Map<String, String> details, String text) {
        long time = nanos(start.plus(after));
        return new Signal(
                prefix + ++number,
                kind,
                new Subject(node.equals("vms-a") ? "north" : "south", cluster, node, "middleware", "heart", resource),
                node,
                false,
                time,
                TimeSource.PARSED,
                1_000_000,
                time + 20_000_000,
                "syslog/" + node + "/safekit",
                number,
                0,
                5_000_000,
                details,
                cluster + " | heart | " + text);
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    private Signal role(Duration after, String node, String role, String product) {
        return of(
                after,
                node,
                SignalKind.ROLE_CHANGED,
                "",
                Map.of(
                        Signal.ROLE,
                        role,
                        Signal.PRODUCT_ROLE,
                        product,
                        Signal.STATE,
                        "ready",
                        Signal.PRODUCT,
                        "safekit"),
                "Local state " + product + " Ready");
    }

    /** Both nodes as they should be: vms-a serves, vms-b follows. */
    public List<Signal> calm() {
        return List.of(
                role(Duration.ZERO, "vms-a", "primary", "PRIM"),
                role(Duration.ofMillis(900), "vms-b", "secondary", "SECOND"));
    }

    /** The same about the partner of the one who says it. */
    private Signal ofPartner(Signal signal) {
        return new Signal(
                signal.id(),
                signal.kind(),
                new Subject(
                        "", cluster, "", "middleware", "heart", signal.subject().resource()),
                signal.reporter(),
                true,
                signal.timeNanos(),
                signal.timeSource(),
                signal.resolutionNanos(),
                signal.observedNanos(),
                signal.source(),
                signal.sequence(),
                signal.clockOffsetNanos(),
                signal.clockUncertaintyNanos(),
                signal.details(),
                signal.text());
    }

    /** vms-a goes away; vms-b notices. */
    public List<Signal> crash() {
        return List.of(
                ofPartner(of(
                        Duration.ofSeconds(60),
                        "vms-b",
                        SignalKind.HEARTBEAT_LOST,
                        "heartbeat.default",
                        Map.of(Signal.PRODUCT, "safekit"),
                        "Resource heartbeat.default set to down by heart")),
                ofPartner(of(
                        Duration.ofMillis(60_001),
                        "vms-b",
                        SignalKind.ROLE_CHANGED,
                        "",
                        Map.of(Signal.ROLE, "unknown", Signal.STATE, "unknown", Signal.PRODUCT, "safekit"),
                        "Remote state UNKNOWN Unknown <script>alert(1)</script>")));
    }

    /** vms-b decides and serves alone. */
    public List<Signal> takeover() {
        return List.of(
                of(
                        Duration.ofMillis(60_010),
                        "vms-b",
                        SignalKind.FAILOVER_DECIDED,
                        "",
                        Map.of(
                                Signal.ACTION,
                                "alone",
                                Signal.BY,
                                "heart",
                                Signal.REASON,
                                "no heartbeat",
                                Signal.PRODUCT,
                                "safekit"),
                        "Action alone called by heart: no heartbeat"),
                role(Duration.ofSeconds(100), "vms-b", "alone", "ALONE"));
    }

    /** vms-a is back and follows. */
    public List<Signal> redundant() {
        return List.of(
                role(Duration.ofSeconds(160), "vms-a", "secondary", "SECOND"),
                role(Duration.ofMillis(160_500), "vms-b", "primary", "PRIM"));
    }

    /** Signals as collectors send them. */
    public static String lines(List<Signal> signals) {
        Bytes bytes = new Bytes(4096);
        for (Signal signal : signals) {
            SignalJson.write(signal, bytes);
            bytes.add('\n');
        }
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }
}
