package io.failsight.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.core.cluster.ClusterLayout;
import io.failsight.core.cluster.ClusterLayout.NodeLayout;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.testing.Disturbance;
import io.failsight.core.testing.Scene;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteRuleTest {
    private static final List<ClusterLayout> TWO_SITES = List.of(
            new ClusterLayout(
                    "AM",
                    "safekit",
                    List.of(new NodeLayout("a1", "north", false), new NodeLayout("a2", "south", false))),
            new ClusterLayout(
                    "VI_1",
                    "keepalived",
                    List.of(new NodeLayout("b1", "north", false), new NodeLayout("b2", "south", false))));

    @Test
    void lostSiteIsOneIncident() {
        Correlator correlator = run(signals());
        assertEquals(1, correlator.incidents().size());
        Incident incident = correlator.incidents().getFirst();
        assertEquals(IncidentKind.SITE, incident.kind());
        assertEquals("north", incident.site());
        assertEquals(List.of("a1", "b1"), incident.failedNodes());
        assertEquals("site-lost", incident.causes().getFirst().id());
        assertTrue(incident.summary().startsWith("Site north is lost"), incident.summary());
    }

    @Test
    void oneNodeOfASiteIsNoLostSite() {
        Correlator correlator = run(safeKit().signals());
        assertEquals(1, correlator.incidents().size());
        assertEquals(IncidentKind.NODE, correlator.incidents().getFirst().kind());
        assertEquals("north", correlator.incidents().getFirst().site());
    }

    @Test
    void oneSourceAloneMakesNoSiteIncident() {
        assertTrue(noneFrom("udp/192.0.2.1"));
    }

    @Test
    void oneUnprovenSenderMakesNoneByManyNamesAndDoors() {
        assertTrue(noneFrom(
                "otlp/192.0.2.1/geo",
                "otlp/192.0.2.1/alarms/1",
                "otlp/192.0.2.1/sender:vms-a",
                "syslog/192.0.2.1",
                "jsonlines/192.0.2.1",
                "lumberjack/192.0.2.1"));
    }

    @Test
    void twoAddressesOrOneProvenRelayMakeOne() {
        assertFalse(noneFrom("otlp/192.0.2.1/geo", "otlp/192.0.2.2/geo"));
        assertFalse(noneFrom("otlp/sender:gateway/a", "otlp/sender:gateway/b"));
    }

    /** Whether no site incident comes of the signals when these sources bring them, turn by turn. */
    private static boolean noneFrom(String... sources) {
        List<Signal> forged = new ArrayList<>();
        for (Signal signal : signals()) {
            forged.add(new Signal(
                    signal.id(),
                    signal.kind(),
                    signal.subject(),
                    signal.reporter(),
                    signal.remote(),
                    signal.timeNanos(),
                    signal.timeSource(),
                    signal.resolutionNanos(),
                    signal.observedNanos(),
                    sources[forged.size() % sources.length],
                    signal.observedNanos(),
                    signal.clockOffsetNanos(),
                    signal.clockUncertaintyNanos(),
                    signal.details(),
                    signal.text()));
        }
        return run(forged).incidents().stream().noneMatch(incident -> incident.kind() == IncidentKind.SITE);
    }

    @Test
    void siteIncidentIsTheSameInAnyOrder() {
        List<Incident> expected = run(signals()).incidents();
        for (int seed = 0; seed < 30; seed++) {
            Correlator correlator = new Correlator(TWO_SITES, CorrelatorConfig.defaults());
            new Disturbance(seed).shuffle(signals()).forEach(correlator::accept);
            correlator.advance(Scene.at(10_000));
            assertEquals(expected, correlator.incidents(), "seed " + seed);
        }
    }

    @Test
    void partsAreWithdrawnWhenTheyBecomeOne() {
        Correlator correlator = new Correlator(TWO_SITES, CorrelatorConfig.defaults());
        Changes first = correlator.accept(safeKit().signals());
        assertEquals(1, first.incidents().size());
        Changes second = correlator.accept(keepalived().signals());
        assertEquals(IncidentKind.SITE, second.incidents().getFirst().kind());
        assertTrue(second.withdrawn().contains(first.incidents().getFirst().key()));
    }

    private static List<Signal> signals() {
        List<Signal> all = new ArrayList<>(safeKit().signals());
        all.addAll(keepalived().signals());
        return all;
    }

    private static Scene safeKit() {
        return new Scene("AM", "safekit")
                .role(10, "a1", "primary", "PRIM", "ready")
                .role(11, "a2", "secondary", "SECOND", "ready")
                .saysOfPartner(1030, "a2", SignalKind.HEARTBEAT_LOST, "heartbeat.default")
                .decided(1030.2, "a2", "alone", "heart", "no heartbeat")
                .role(1040, "a2", "alone", "ALONE", "ready");
    }

    private static Scene keepalived() {
        return new Scene("VI_1", "keepalived")
                .role(10, "b1", "primary", "MASTER", "ready")
                .role(11, "b2", "secondary", "BACKUP", "ready")
                .role(1003.4, "b2", "primary", "MASTER", "ready");
    }

    private static Correlator run(List<Signal> signals) {
        Correlator correlator = new Correlator(TWO_SITES, CorrelatorConfig.defaults());
        correlator.accept(signals);
        correlator.advance(Scene.at(10_000));
        return correlator;
    }
}
