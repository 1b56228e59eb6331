package io.failsight.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.core.cluster.ClusterState;
import io.failsight.core.incident.Incident;
import io.failsight.core.testing.Disturbance;
import io.failsight.core.testing.Scene;
import io.failsight.core.testing.Scenes;
import io.failsight.model.signal.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the product stands on: the same signals give the same incidents, in whatever order they come. */
class OrderIndependenceTest {
    private static final int SEEDS = 40;
    private static final long END = Scene.at(100_000);

    record Result(List<Incident> incidents, List<ClusterState> clusters) {}

    static Stream<Arguments> scenes() {
        return Scenes.all().entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenes")
    void anyOrderGivesTheSame(String name, List<Signal> signals) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Disturbance disturbance = new Disturbance(seed);
            List<Signal> estimated = disturbance.estimate(signals);
            Result expected = all(estimated);
            List<Signal> mixed = disturbance.shuffle(disturbance.repeat(estimated, 0.2));
            assertEquals(expected, oneByOne(mixed, disturbance), name + " seed " + seed);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenes")
    void lossesGiveTheSameInAnyOrder(String name, List<Signal> signals) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Disturbance disturbance = new Disturbance(seed);
            List<Signal> left = disturbance.lose(disturbance.estimate(signals), 0.1);
            Result expected = all(left);
            List<Signal> late = disturbance.delay(disturbance.repeat(left, 0.2), 0.3);
            assertEquals(expected, oneByOne(late, disturbance), name + " seed " + seed);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenes")
    void changesAddUpToTheIncidents(String name, List<Signal> signals) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Disturbance disturbance = new Disturbance(seed);
            Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
            Map<String, Incident> told = new HashMap<>();
            for (Signal signal : disturbance.shuffle(disturbance.estimate(signals))) {
                apply(told, correlator.accept(signal));
                apply(told, correlator.advance(signal.observedNanos()));
            }
            apply(told, correlator.advance(END));
            Map<String, Incident> there = new HashMap<>();
            correlator.incidents().forEach(incident -> there.put(incident.key(), incident));
            assertEquals(there, told, name + " seed " + seed);
        }
    }

    private static void apply(Map<String, Incident> told, Changes changes) {
        changes.withdrawn().forEach(told::remove);
        changes.incidents().forEach(incident -> told.put(incident.key(), incident));
    }

    private static Result all(List<Signal> signals) {
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        correlator.accept(signals);
        correlator.advance(END);
        return new Result(correlator.incidents(), correlator.clusters());
    }

    private static Result oneByOne(List<Signal> signals, Disturbance disturbance) {
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        List<Signal> batch = new ArrayList<>();
        for (Signal signal : signals) {
            batch.add(signal);
            if (disturbance.below(3) == 0) {
                correlator.accept(batch);
                batch.clear();
            }
            if (disturbance.below(4) == 0) {
                correlator.advance(signal.observedNanos());
            }
        }
        correlator.accept(batch);
        correlator.advance(END);
        return new Result(correlator.incidents(), correlator.clusters());
    }
}
