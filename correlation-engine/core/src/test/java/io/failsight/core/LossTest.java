package io.failsight.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.Moment;
import io.failsight.core.testing.Disturbance;
import io.failsight.core.testing.Scene;
import io.failsight.core.testing.Scenes;
import io.failsight.model.signal.Signal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tenth of the lines lost, a fifth doubled, clocks off by up to 5 s, any order: kind, plannedness, first cause and instants still stand. */
class LossTest {
    private static final int SEEDS = 200;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "safekit-crash, NODE, false, node-lost, 1000, 1041",
        "safekit-crash-reintegration, NODE, false, node-lost, 1000, 1041",
        "safekit-stop, PLANNED_SWITCH, true, planned-stop, 1000, 1018",
        "safekit-swap, PLANNED_SWITCH, true, planned-swap, 1000, 1015",
        "safekit-process, COMPONENT, false, process-down, 1000, 1012",
        "safekit-checker, NODE, false, checker-down, 1000, 1014",
        "safekit-split-brain, SPLIT_BRAIN, false, network-split, 1000, -1",
        "keepalived-crash, NODE, false, node-lost, 1000, 1003.3",
        "keepalived-crash-back, NODE, false, node-lost, 1000, 1003.3",
        "keepalived-interface, NODE, false, interface-down, 1000, 1003.4",
        "keepalived-script, NODE, false, checker-down, 1000, 1000.65",
        "keepalived-priority, PLANNED_SWITCH, true, priority-change, 1000, 1000",
        "keepalived-partition, SPLIT_BRAIN, false, network-split, 1000, -1",
        "keepalived-stop, PLANNED_SWITCH, true, planned-stop, 1000, 1000.65",
        "keepalived-flapping, FLAPPING, false, interface-down, 1000, -1",
    })
    void standsUpToLosses(
            String scene, IncidentKind kind, boolean planned, String cause, double fault, double restored) {
        List<Signal> signals = Scenes.all().getOrDefault(scene, List.of());
        int right = 0;
        int found = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Incident> incidents = disturbed(signals, seed);
            if (incidents.isEmpty()) {
                continue;
            }
            found++;
            Incident incident = incidents.getFirst();
            boolean same = incidents.size() == 1
                    && incident.kind() == kind
                    && incident.planned() == planned
                    && incident.causes().getFirst().id().equals(cause)
                    && holds(incident.instants().fault(), fault)
                    && holds(incident.instants().restored(), restored);
            right += same ? 1 : 0;
        }
        assertTrue(found >= SEEDS * 0.97, scene + " found " + found);
        assertTrue(right >= found * 0.94, scene + ": " + right + " right of " + found);
        assertEquals(kind, disturbed(signals, -1).getFirst().kind());
    }

    /** Seed -1 disturbs nothing. */
    private static List<Incident> disturbed(List<Signal> signals, int seed) {
        Disturbance disturbance = new Disturbance(seed);
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        correlator.accept(
                seed < 0 ? signals : disturbance.shuffle(disturbance.repeat(disturbance.lose(signals, 0.1), 0.2)));
        correlator.advance(Scene.at(100_000));
        return correlator.incidents();
    }

    private static boolean holds(@Nullable Moment moment, double truth) {
        if (truth < 0) {
            return true;
        }
        if (moment == null) {
            return false;
        }
        double off = Math.abs((moment.timeNanos() - Scene.START) / 1e9 - truth);
        return off <= 1 || moment.inferred() && off <= moment.uncertaintyNanos() / 1e9;
    }
}
