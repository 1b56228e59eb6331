package io.failsight.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.IncidentState;
import io.failsight.core.incident.Moment;
import io.failsight.core.testing.KeepalivedScenes;
import io.failsight.core.testing.SafeKitScenes;
import io.failsight.core.testing.Scene;
import io.failsight.model.signal.SignalKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CorrelatorTest {
    private static final double LATER = 100_000;

    @Test
    void morningStartIsNoIncident() {
        assertEquals(List.of(), incidents(SafeKitScenes.morning(SafeKitScenes.pair())));
        assertEquals(List.of(), incidents(KeepalivedScenes.up(KeepalivedScenes.pair())));
    }

    @Test
    void safeKitCrashIsTakenOver() {
        Incident incident = only(SafeKitScenes.crash(SafeKitScenes.morning(SafeKitScenes.pair())));
        assertEquals(IncidentKind.NODE, incident.kind());
        assertEquals(IncidentState.DEGRADED, incident.state());
        assertEquals(List.of("node1"), incident.failedNodes());
        assertEquals("node2", incident.servingNode());
        assertFalse(incident.planned());
        near(1000, incident.instants().fault(), 1);
        assertTrue(present(incident.instants().fault()).inferred());
        near(1030.2, incident.instants().detected(), 0.1);
        near(1030.4, incident.instants().decided(), 0.1);
        near(1041, incident.instants().restored(), 0.1);
        assertNull(incident.instants().redundant());
        assertEquals("node-lost", incident.causes().getFirst().id());
        assertTrue(incident.summary().startsWith("node2 took over in 40 s."), incident.summary());
        assertTrue(incident.nextStep().startsWith("node1 stays stopped until you start it"), incident.nextStep());
    }

    @Test
    void reintegrationEndsIt() {
        Scene scene = SafeKitScenes.crash(SafeKitScenes.morning(SafeKitScenes.pair()));
        Incident incident = only(SafeKitScenes.reintegration(scene, 2000));
        assertEquals(IncidentKind.NODE, incident.kind());
        assertEquals(IncidentState.CLOSED, incident.state());
        near(2095, incident.instants().redundant(), 0.3);
    }

    @Test
    void plannedStopIsPlanned() {
        Incident incident = only(SafeKitScenes.plannedStop(SafeKitScenes.morning(SafeKitScenes.pair()), 1000));
        assertEquals(IncidentKind.PLANNED_SWITCH, incident.kind());
        assertTrue(incident.planned());
        assertEquals("planned-stop", incident.causes().getFirst().id());
        assertEquals(IncidentState.DEGRADED, incident.state());
        near(1018, incident.instants().restored(), 0.1);
    }

    @Test
    void swapIsPlannedAndEnds() {
        Incident incident = only(SafeKitScenes.swap(SafeKitScenes.morning(SafeKitScenes.pair()), 1000));
        assertEquals(IncidentKind.PLANNED_SWITCH, incident.kind());
        assertEquals(IncidentState.CLOSED, incident.state());
        assertEquals("planned-swap", incident.causes().getFirst().id());
    }

    @Test
    void processIsRegainedOnTheSpot() {
        Incident incident = only(SafeKitScenes.processDown(SafeKitScenes.morning(SafeKitScenes.pair()), 1000));
        assertEquals(IncidentKind.COMPONENT, incident.kind());
        assertEquals(IncidentState.CLOSED, incident.state());
        near(1000, incident.instants().fault(), 0.1);
        near(1012, incident.instants().restored(), 0.1);
        assertEquals("process-down", incident.causes().getFirst().id());
    }

    @Test
    void checkerDownMovesTheService() {
        Scene scene = SafeKitScenes.checkerDown(SafeKitScenes.morning(SafeKitScenes.pair()), 1000);
        Incident incident = only(SafeKitScenes.checkerBack(scene, 1200));
        assertEquals(IncidentKind.NODE, incident.kind());
        assertEquals("checker-down", incident.causes().getFirst().id());
        near(1000, incident.instants().fault(), 0.1);
        near(1014, incident.instants().restored(), 0.1);
        near(1220, incident.instants().redundant(), 0.2);
    }

    @Test
    void splitBrainIsFound() {
        Incident incident = only(SafeKitScenes.splitBrain(SafeKitScenes.morning(SafeKitScenes.pair())));
        assertEquals(IncidentKind.SPLIT_BRAIN, incident.kind());
        assertEquals("network-split", incident.causes().getFirst().id());
        assertEquals(IncidentState.CLOSED, incident.state());
    }

    @Test
    void nobodyTakesOver() {
        Scene scene = SafeKitScenes.plannedStop(SafeKitScenes.morning(SafeKitScenes.pair()), 100);
        scene.says(1000, "node2", SignalKind.COMPONENT_DOWN, "sqlservr.exe")
                .says(1000.2, "node2", SignalKind.GAVE_UP, "")
                .role(1005, "node2", "stopped", "STOP", "not-ready");
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        correlator.accept(scene.signals());
        assertEquals(2, correlator.incidents().size());
        correlator.advance(Scene.at(1010));
        assertEquals(IncidentState.DOWN, correlator.incidents().getLast().state());
        assertFalse(correlator.incidents().getLast().kind() == IncidentKind.FAILED);
        correlator.advance(Scene.at(1130));
        assertEquals(IncidentKind.FAILED, correlator.incidents().getLast().kind());
    }

    @Test
    void aClockThatWasAheadAndIsSetBackFailsNothing() {
        Scene scene = SafeKitScenes.plannedStop(SafeKitScenes.morning(SafeKitScenes.pair()), 100);
        scene.says(1000, "node2", SignalKind.COMPONENT_DOWN, "sqlservr.exe")
                .says(1000.2, "node2", SignalKind.GAVE_UP, "")
                .role(1005, "node2", "stopped", "STOP", "not-ready");
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        correlator.advance(Scene.at(1004 + 3_600)); // an hour ahead already when it begins
        correlator.accept(scene.signals());
        assertEquals(IncidentKind.FAILED, correlator.incidents().getLast().kind());
        assertFalse(correlator.setBack(Scene.at(1010)).isEmpty(), "who was told must be told");
        assertFalse(correlator.incidents().getLast().kind() == IncidentKind.FAILED);
        correlator.advance(Scene.at(1130));
        assertEquals(IncidentKind.FAILED, correlator.incidents().getLast().kind(), "limits hold as ever");
        Correlator unset = new Correlator(List.of(), CorrelatorConfig.defaults());
        unset.accept(scene.signals());
        unset.advance(Scene.at(1130));
        assertEquals(unset.incidents(), correlator.incidents(), "as if the clock had never been wrong");
    }

    @Test
    void keepalivedCrash() {
        Incident incident = only(KeepalivedScenes.crash(KeepalivedScenes.up(KeepalivedScenes.pair())));
        assertEquals(IncidentKind.NODE, incident.kind());
        assertEquals(List.of("lb1"), incident.failedNodes());
        near(1000, incident.instants().fault(), 1);
        near(1003.3, incident.instants().restored(), 0.1);
        assertEquals(IncidentState.DEGRADED, incident.state());
    }

    @Test
    void keepalivedComesBack() {
        Scene scene = KeepalivedScenes.crash(KeepalivedScenes.up(KeepalivedScenes.pair()));
        Incident incident = only(KeepalivedScenes.comesBack(scene, 1500));
        assertEquals(IncidentKind.NODE, incident.kind());
        assertEquals(IncidentState.CLOSED, incident.state());
        near(1500, incident.instants().redundant(), 0.1);
        near(1003.3, incident.instants().restored(), 0.1);
    }

    @Test
    void keepalivedPartitionIsSplitBrainWhenItHeals() {
        Scene scene = KeepalivedScenes.crash(KeepalivedScenes.up(KeepalivedScenes.pair()));
        Incident incident = only(KeepalivedScenes.backup(KeepalivedScenes.yields(scene, 1100, "lb2"), 1100.1, "lb2"));
        assertEquals(IncidentKind.SPLIT_BRAIN, incident.kind());
    }

    @Test
    void keepalivedInterfaceDown() {
        Incident incident = only(KeepalivedScenes.interfaceDown(KeepalivedScenes.up(KeepalivedScenes.pair()), 1000));
        assertEquals(IncidentKind.NODE, incident.kind());
        assertEquals("interface-down", incident.causes().getFirst().id());
        near(1000, incident.instants().fault(), 0.1);
        near(1003.4, incident.instants().restored(), 0.1);
    }

    @Test
    void keepalivedStopIsPlanned() {
        Incident incident = only(KeepalivedScenes.stop(KeepalivedScenes.up(KeepalivedScenes.pair()), 1000));
        assertEquals(IncidentKind.PLANNED_SWITCH, incident.kind());
        assertTrue(incident.planned());
        near(1000.65, incident.instants().restored(), 0.1);
    }

    @Test
    void flappingIsOneIncident() {
        Scene scene = KeepalivedScenes.up(KeepalivedScenes.pair());
        for (int i = 0; i < 4; i++) {
            KeepalivedScenes.interfaceDown(scene, 1000 + i * 60);
            KeepalivedScenes.interfaceUp(scene, 1030 + i * 60);
        }
        Incident incident = only(scene);
        assertEquals(IncidentKind.FLAPPING, incident.kind());
        assertEquals(IncidentState.CLOSED, incident.state());
    }

    private static Incident only(Scene scene) {
        List<Incident> incidents = incidents(scene);
        assertEquals(1, incidents.size(), () -> incidents.toString());
        return incidents.getFirst();
    }

    private static List<Incident> incidents(Scene scene) {
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        correlator.accept(scene.signals());
        correlator.advance(Scene.at(LATER));
        return correlator.incidents();
    }

    private static Moment present(@Nullable Moment moment) {
        assertNotNull(moment);
        return moment;
    }

    private static void near(double seconds, @Nullable Moment moment, double within) {
        assertNotNull(moment);
        double actual = (moment.timeNanos() - Scene.START) / 1e9;
        assertEquals(seconds, actual, within);
    }
}
