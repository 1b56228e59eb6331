package io.failsight.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.IncidentState;
import io.failsight.core.incident.Moment;
import io.failsight.core.testing.KeepalivedScenes;
import io.failsight.core.testing.SafeKitScenes;
import io.failsight.core.testing.Scene;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The harder cases: second failures, partitions, silence, calm. */
class CasesTest {
    @Test
    void secondFailureDuringTheFirstIsTheSameIncident() {
        Scene scene = SafeKitScenes.crash(SafeKitScenes.morning(SafeKitScenes.pair()));
        scene.says(1200, "node2", SignalKind.COMPONENT_DOWN, "sqlservr.exe")
                .says(1200.2, "node2", SignalKind.GAVE_UP, "", Signal.ACTION, "stop", Signal.BY, "maxloop")
                .role(1210, "node2", "stopped", "STOP", "not-ready");
        List<Incident> incidents = incidents(scene, 5000);
        assertEquals(1, incidents.size());
        assertEquals(IncidentKind.FAILED, incidents.getFirst().kind());
        assertEquals(IncidentState.DOWN, incidents.getFirst().state());
        assertTrue(
                incidents.getFirst().summary().startsWith("NOBODY TOOK OVER"),
                incidents.getFirst().summary());
    }

    @Test
    void failureDuringPlannedWorkIsAnIncidentOfItsOwn() {
        Scene scene = SafeKitScenes.plannedStop(SafeKitScenes.morning(SafeKitScenes.pair()), 1000);
        scene.says(1500, "node2", SignalKind.COMPONENT_DOWN, "sqlservr.exe")
                .decided(1500.1, "node2", "restart", "errd", "")
                .says(1507, "node2", SignalKind.COMPONENT_RESTARTED, "")
                .role(1510, "node2", "alone", "ALONE", "ready");
        List<Incident> incidents = incidents(scene, 5000);
        assertEquals(2, incidents.size());
        assertTrue(incidents.getFirst().planned());
        assertEquals(IncidentKind.COMPONENT, incidents.getLast().kind());
    }

    /** What the first real pairs did: the weaker one was up first, served for a second and gave way. */
    @Test
    void electionAtTheStartIsCalm() {
        Scene scene = KeepalivedScenes.starts(KeepalivedScenes.pair(), 0, "lb2");
        KeepalivedScenes.starts(scene, 1, "lb1");
        KeepalivedScenes.master(KeepalivedScenes.timeout(scene, 3.6, "lb2"), 3.6, "lb2");
        KeepalivedScenes.hearsWeaker(scene, 3.7, 4.6, "lb1");
        KeepalivedScenes.preempts(scene, 4.6);
        assertEquals(List.of(), incidents(scene, 500));
    }

    @Test
    void failureRightAfterTheElectionIsNoPartOfIt() {
        Scene scene = KeepalivedScenes.starts(KeepalivedScenes.pair(), 0, "lb1");
        KeepalivedScenes.starts(scene, 0.3, "lb2");
        KeepalivedScenes.master(KeepalivedScenes.timeout(scene, 3.6, "lb1"), 3.6, "lb1");
        KeepalivedScenes.stop(scene, 7.5);
        List<Incident> incidents = incidents(scene, 500);
        assertEquals(1, incidents.size());
        assertEquals(IncidentKind.PLANNED_SWITCH, incidents.getFirst().kind());
        assertEquals("lb2", incidents.getFirst().servingNode());
    }

    @Test
    void goodByeThatIsHeardBeforeItIsSaidIsOneIncident() {
        Scene scene = KeepalivedScenes.up(KeepalivedScenes.pair());
        scene.decided(999.9, "lb2", "master", "vrrp", "received priority 0");
        KeepalivedScenes.stop(scene, 1000);
        List<Incident> incidents = incidents(scene, 5000);
        assertEquals(1, incidents.size());
        assertTrue(incidents.getFirst().planned());
        assertEquals("planned-stop", incidents.getFirst().causes().getFirst().id());
    }

    @Test
    void masterWhoseScriptFailsWithoutAnotherNodeDoesNotServe() {
        Scene scene = KeepalivedScenes.up(KeepalivedScenes.pair());
        KeepalivedScenes.fault(scene, 1000, "lb2");
        scene.says(1010, "lb1", SignalKind.CHECKER_DOWN, "chk_haproxy", "checker", "vrrp_script");
        Incident incident = incidents(scene, 5000).getFirst();
        assertEquals(IncidentKind.FAILED, incident.kind());
        Moment fault = incident.instants().fault();
        assertNotNull(fault);
        assertEquals(Scene.at(1010), fault.timeNanos(), 2e9);
    }

    @Test
    void whatBrokeAfterALossIsNotItsCause() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair())
                .saysOfPartner(1030, "node2", SignalKind.HEARTBEAT_LOST, "heartbeat.default")
                .saysOfPartner(1030.1, "node2", SignalKind.ROLE_CHANGED, "", Signal.ROLE, "unknown")
                .says(1040, "node2", SignalKind.COMPONENT_DOWN, "mySQL")
                .decided(1040.1, "node2", "stopstart", "errd", "")
                .says(1041, "node2", SignalKind.GAVE_UP, "", Signal.ACTION, "stop", Signal.BY, "maxloop")
                .role(1042, "node2", "stopped", "STOP", "not-ready");
        Incident incident = incidents(scene, 5000).getFirst();
        assertEquals("node-lost", incident.causes().getFirst().id());
        assertEquals(IncidentKind.FAILED, incident.kind());
    }

    /** The time-out of a plant may be shorter than the product's usual one. */
    @Test
    void nodeThatSpokeBrokeAfterThat() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair())
                .says(1024, "node1", SignalKind.CHECKER_UP, "tcp.management")
                .saysOfPartner(1030, "node2", SignalKind.HEARTBEAT_LOST, "heartbeat.default")
                .decided(1030.2, "node2", "alone", "heart", "no heartbeat")
                .role(1036, "node2", "alone", "ALONE", "ready");
        Moment fault = incidents(scene, 5000).getFirst().instants().fault();
        assertNotNull(fault);
        assertTrue(fault.inferred());
        assertEquals(Scene.at(1027), fault.timeNanos(), 1e9);
        assertTrue(fault.uncertaintyNanos() >= 3e9);
    }

    @Test
    void clientsOfASplitBrainWereNotWithoutService() {
        Scene scene = SafeKitScenes.splitBrain(SafeKitScenes.morning(SafeKitScenes.pair()));
        Incident incident = incidents(scene, 5000).getFirst();
        assertEquals(IncidentKind.SPLIT_BRAIN, incident.kind());
        assertTrue(incident.gaps().stream().noneMatch(gap -> gap.what().equals("service")), incident.gaps() + "");
    }

    @Test
    void secondaryLostLeavesTheServiceUp() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair())
                .saysOfPartner(1030, "node1", SignalKind.HEARTBEAT_LOST, "heartbeat.default")
                .saysOfPartner(1030.1, "node1", SignalKind.ROLE_CHANGED, "", Signal.ROLE, "unknown")
                .decided(1030.2, "node1", "alone", "heart", "no heartbeat")
                .role(1030.5, "node1", "alone", "ALONE", "ready");
        Incident incident = incidents(scene, 5000).getFirst();
        assertEquals(IncidentKind.NODE, incident.kind());
        assertEquals(List.of("node2"), incident.failedNodes());
        assertEquals(IncidentState.DEGRADED, incident.state());
        assertEquals("node1", incident.servingNode());
        assertEquals(null, incident.instants().restored());
    }

    @Test
    void heartbeatLostOnBothSidesWithoutTwoServingIsAPartition() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair())
                .saysOfPartner(1030, "node1", SignalKind.HEARTBEAT_LOST, "heartbeat.default")
                .saysOfPartner(1030.2, "node2", SignalKind.HEARTBEAT_LOST, "heartbeat.default")
                .rule(1030.4, "node2", "wait", "splitbrain_failure")
                .role(1030.5, "node1", "alone", "ALONE", "ready")
                .role(1031, "node2", "waiting", "WAIT", "not-ready");
        Incident incident = incidents(scene, 5000).getFirst();
        assertEquals(IncidentKind.PARTITION, incident.kind());
        assertEquals("network-split", incident.causes().getFirst().id());
    }

    @Test
    void oneOfTwoHeartbeatsIsNoIncident() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair())
                .saysOfPartner(30, "node2", SignalKind.HEARTBEAT_RESTORED, "heartbeat.0")
                .saysOfPartner(30, "node2", SignalKind.HEARTBEAT_RESTORED, "heartbeat.1")
                .saysOfPartner(1030, "node2", SignalKind.HEARTBEAT_LOST, "heartbeat.1");
        assertEquals(List.of(), incidents(scene, 5000));
    }

    @Test
    void silentNodeIsPartOfWhatItsPartnerSays() {
        Scene scene = SafeKitScenes.crash(SafeKitScenes.morning(SafeKitScenes.pair()));
        Incident incident = incidents(scene.collector(1060, "node1", SignalKind.SOURCE_SILENT), 5000)
                .getFirst();
        assertEquals(IncidentKind.NODE, incident.kind());
        assertTrue(incident.gaps().stream().anyMatch(gap -> gap.what().equals("evidence")));
        assertTrue(incident.causes().stream().anyMatch(cause -> cause.id().equals("source-silent")));
    }

    @Test
    void missingEntriesAreSaidInAnIncidentAndOpenNone() {
        Scene calm = SafeKitScenes.morning(SafeKitScenes.pair());
        for (int i = 0; i < 20; i++) {
            calm.collector(1000 + i, i % 2 == 0 ? "node1" : "node2", SignalKind.ENTRIES_MISSING, "count", "17");
        }
        assertEquals(List.of(), incidents(calm, 5000));
        Scene crash = SafeKitScenes.crash(SafeKitScenes.morning(SafeKitScenes.pair()));
        Incident incident = incidents(crash.collector(1060, "node1", SignalKind.ENTRIES_MISSING, "count", "17"), 5000)
                .getFirst();
        assertEquals(IncidentKind.NODE, incident.kind());
        assertTrue(
                incident.gaps().stream().anyMatch(gap -> gap.sentence().equals("17 entries of node1 did not come.")));
    }

    @Test
    void ordinaryRestartsAndBootsAreCalm() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair());
        for (int i = 0; i < 50; i++) {
            scene.says(100 + i, "node1", SignalKind.COMPONENT_RESTARTED, "cron.service", Signal.PRODUCT, "systemd")
                    .says(200 + i, "node2", SignalKind.COMPONENT_DOWN, "ssh.service", Signal.PRODUCT, "systemd")
                    .says(201 + i, "node2", SignalKind.COMPONENT_UP, "ssh.service", Signal.PRODUCT, "systemd");
        }
        scene.collector(300, "node1", SignalKind.SOURCE_SPEAKING)
                .collector(301, "node1", SignalKind.CLOCK_APART, Signal.OFFSET_NANOS, "2000000000")
                .says(302, "node1", SignalKind.PLANNED_FINISHED, "")
                .says(303, "node3", SignalKind.SYSTEM_STARTED, "", Signal.ACTION, "boot", Signal.PRODUCT, "linux")
                .says(304, "node3", SignalKind.SYSTEM_STOPPING, "", Signal.ACTION, "shutdown", Signal.PRODUCT, "linux");
        assertEquals(List.of(), incidents(scene, 5000));
    }

    @Test
    void shutDownMachineIsPlanned() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair())
                .says(1000, "node1", SignalKind.SYSTEM_STOPPING, "", Signal.ACTION, "shutdown", Signal.BY, "SYSTEM")
                .decided(1010, "node2", "alone", "heart", "remote stop")
                .role(1020, "node2", "alone", "ALONE", "ready");
        Incident incident = incidents(scene, 5000).getFirst();
        assertTrue(incident.planned());
        assertEquals("shutdown", incident.causes().getFirst().id());
        assertEquals(List.of("node1"), incident.failedNodes());
    }

    @Test
    void bothNodesReplacedInTurnIsARollingUpdate() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair());
        scene.planned(1000, "node2", "stop")
                .role(1001, "node2", "stopped", "STOP", "not-ready")
                .role(1001.5, "node1", "alone", "ALONE", "ready");
        scene.planned(1100, "node2", "start")
                .role(1110, "node2", "secondary", "SECOND", "ready")
                .role(1110.2, "node1", "primary", "PRIM", "ready");
        SafeKitScenes.reintegration(SafeKitScenes.plannedStop(scene, 1200), 1300);
        List<Incident> incidents = incidents(scene, 50_000);
        assertEquals(1, incidents.size());
        assertEquals(IncidentKind.ROLLING_UPDATE, incidents.getFirst().kind());
        assertEquals(IncidentState.CLOSED, incidents.getFirst().state());
    }

    @Test
    void priorityChangeIsPlanned() {
        Scene scene = KeepalivedScenes.timeout(KeepalivedScenes.up(KeepalivedScenes.pair()), 1000, "lb2");
        KeepalivedScenes.yields(KeepalivedScenes.master(scene, 1000, "lb2"), 1000.02, "lb1");
        Incident incident =
                incidents(KeepalivedScenes.backup(scene, 1000.03, "lb1"), 5000).getFirst();
        assertTrue(incident.planned());
        assertEquals("priority-change", incident.causes().getFirst().id());
    }

    @Test
    void clockSkewIsNoSplitBrain() {
        Scene scene = SafeKitScenes.swap(
                SafeKitScenes.morning(
                        SafeKitScenes.pair().clock("node1", 5, 4.9).clock("node2", -5, 4.9)),
                1000);
        Incident incident = incidents(scene, 50_000).getFirst();
        assertEquals(IncidentKind.PLANNED_SWITCH, incident.kind());
    }

    @Test
    void provisionalUntilTheLatenessIsOver() {
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        correlator.accept(
                SafeKitScenes.crash(SafeKitScenes.morning(SafeKitScenes.pair())).signals());
        correlator.advance(Scene.at(1050));
        assertTrue(correlator.incidents().getFirst().provisional());
        Changes changes = correlator.advance(Scene.at(1041 + 121));
        assertEquals(1, changes.incidents().size());
        assertTrue(!correlator.incidents().getFirst().provisional());
        assertTrue(correlator.advance(Scene.at(2000)).isEmpty());
    }

    @Test
    void evidenceIsBounded() {
        Scene scene = KeepalivedScenes.up(KeepalivedScenes.pair());
        for (int i = 0; i < 100; i++) {
            KeepalivedScenes.interfaceUp(KeepalivedScenes.interfaceDown(scene, 1000 + i * 20), 1010 + i * 20);
        }
        Incident incident = incidents(scene, 50_000).getFirst();
        assertEquals(IncidentKind.FLAPPING, incident.kind());
        assertTrue(incident.evidence().size() <= Incident.MAX_EVIDENCE);
        assertTrue(incident.evidenceDropped() > 0);
        assertNotNull(incident.instants().redundant());
    }

    private static List<Incident> incidents(Scene scene, double until) {
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        correlator.accept(scene.signals());
        correlator.advance(Scene.at(until));
        return correlator.incidents();
    }
}
