package io.failsight.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.core.cluster.ClusterState;
import io.failsight.core.cluster.ClusterState.NodeState;
import io.failsight.core.cluster.ClusterState.Readiness;
import io.failsight.core.testing.KeepalivedScenes;
import io.failsight.core.testing.SafeKitScenes;
import io.failsight.core.testing.Scene;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterStateTest {
    @Test
    void showsRolesInTheProductsWords() {
        ClusterState state = state(SafeKitScenes.morning(SafeKitScenes.pair()));
        assertEquals("safekit", state.product());
        assertEquals("in-sync", state.redundancy());
        assertEquals(
                List.of("PRIM", "SECOND"),
                state.nodes().stream().map(NodeState::productRole).toList());
        assertEquals("yes", state.readiness().verdict());
    }

    @Test
    void notReadyWithoutASecondNode() {
        ClusterState state = state(SafeKitScenes.crash(SafeKitScenes.morning(SafeKitScenes.pair())));
        assertEquals("lost", state.redundancy());
        assertEquals("no", state.readiness().verdict());
        assertReason(state.readiness(), "No node could take over");
    }

    @Test
    void settingsAndChecksKeepAFailoverFromWorking() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair())
                .says(100, "node2", SignalKind.READINESS_RISK, "", Signal.SETTING, "failover-off");
        assertEquals("no", state(scene).readiness().verdict());
        assertReason(state(scene).readiness(), "failover-off");
    }

    @Test
    void bootStartOffIsARiskOnly() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair())
                .says(100, "node2", SignalKind.READINESS_RISK, "", Signal.SETTING, "boot-start-off");
        assertEquals("yes", state(scene).readiness().verdict());
        assertReason(state(scene).readiness(), "boot-start-off");
    }

    @Test
    void clocksApartAreNamed() {
        Scene scene = SafeKitScenes.morning(
                SafeKitScenes.pair().clock("node1", 4, 0.01).clock("node2", -3, 0.01));
        assertEquals("no", state(scene).readiness().verdict());
        assertReason(state(scene).readiness(), "7.0 s apart");
        Scene less = SafeKitScenes.morning(SafeKitScenes.pair().clock("node1", 1.5, 0.01));
        assertEquals("yes", state(less).readiness().verdict());
        assertReason(state(less).readiness(), "1.5 s apart");
    }

    @Test
    void silentNodeMakesItUnknownAndNoIncident() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair()).collector(500, "node2", SignalKind.SOURCE_SILENT);
        Correlator correlator = correlator(scene);
        assertEquals("unknown", correlator.clusters().getFirst().readiness().verdict());
        assertEquals(List.of(), correlator.incidents());
    }

    @Test
    void pollersTellLessThanTheNodes() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair())
                .collector(
                        500, "node1", SignalKind.ROLE_CHANGED, Signal.ROLE, "primary", Signal.PRODUCT_ROLE, "serving")
                .collector(501, "node2", SignalKind.NODE_DOWN);
        ClusterState state = state(scene);
        assertEquals(
                List.of("PRIM", "SECOND"),
                state.nodes().stream().map(NodeState::productRole).toList());
        assertEquals("unknown", state.readiness().verdict());
        Correlator stopped = correlator(SafeKitScenes.plannedStop(SafeKitScenes.morning(SafeKitScenes.pair()), 1000)
                .collector(1500, "node1", SignalKind.ROLE_CHANGED, Signal.ROLE, "secondary"));
        assertEquals("no", stopped.clusters().getFirst().readiness().verdict());
    }

    @Test
    void pollerAloneOpensNothingWhileAPartnerWouldNotice() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair()).collector(500, "node1", SignalKind.NODE_DOWN);
        assertEquals(List.of(), correlator(scene).incidents());
        Scene last = SafeKitScenes.crash(SafeKitScenes.morning(SafeKitScenes.pair()))
                .collector(1500, "node2", SignalKind.NODE_DOWN);
        assertEquals("DOWN", correlator(last).incidents().getFirst().state().name());
    }

    @Test
    void stateAtAnyInstant() {
        Correlator correlator = correlator(
                SafeKitScenes.reintegration(SafeKitScenes.crash(SafeKitScenes.morning(SafeKitScenes.pair())), 2000));
        assertEquals(Role.PRIMARY, role(correlator, 999, "node1"));
        assertEquals(Role.UNKNOWN, role(correlator, 1040, "node1"));
        assertEquals(Role.ALONE, role(correlator, 1042, "node2"));
        assertEquals(Role.SECONDARY, role(correlator, 3000, "node1"));
        assertTrue(correlator.stateAt("nowhere", Scene.at(10)).isEmpty());
    }

    @Test
    void nodeWithoutClusterInItsLinesFindsItsCluster() {
        Scene scene = KeepalivedScenes.up(KeepalivedScenes.pair());
        Scene bare =
                new Scene("", "keepalived").says(1000, "lb1", SignalKind.CHECKER_DOWN, "eth0", "checker", "netlink");
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        correlator.accept(bare.signals());
        correlator.accept(scene.signals());
        assertEquals(1, correlator.incidents().size());
        assertEquals("VI_1", correlator.incidents().getFirst().cluster());
    }

    private static Role role(Correlator correlator, double seconds, String node) {
        return correlator.stateAt("AM", Scene.at(seconds)).orElseThrow().nodes().stream()
                .filter(each -> each.name().equals(node))
                .findFirst()
                .orElseThrow()
                .role();
    }

    private static void assertReason(Readiness readiness, String part) {
        assertTrue(
                readiness.reasons().stream().anyMatch(reason -> reason.contains(part)),
                () -> part + " in " + readiness.reasons());
    }

    private static ClusterState state(Scene scene) {
        return correlator(scene).clusters().getFirst();
    }

    private static Correlator correlator(Scene scene) {
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        correlator.accept(scene.signals());
        correlator.advance(Scene.at(50_000));
        return correlator;
    }
}
