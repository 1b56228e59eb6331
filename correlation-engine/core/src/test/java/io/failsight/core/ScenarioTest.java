package io.failsight.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.core.incident.Incident;
import io.failsight.core.incident.Moment;
import io.failsight.core.testing.Disturbance;
import io.failsight.core.testing.Scene;
import io.failsight.core.testing.Scenes;
import io.failsight.core.testing.SignalReader;
import io.failsight.model.Bytes;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenarios as data: {@code scenarios/<name>/signals.ndjson} gives {@code incident.json}, in order, shuffled and doubled. With {@code -Dscenarios.update=true}
 * the folders are written from {@link Scenes}, for a person to look at the difference; refused where {@code CI} is set.
 */
class ScenarioTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");

    static Stream<Path> scenarios() throws IOException {
        if (Boolean.getBoolean("scenarios.update") && System.getenv("CI") == null) {
            update();
        }
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void givesItsIncidents(Path folder) throws IOException {
        List<Signal> signals = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("signals.ndjson"))) {
            signals.add(SignalReader.read(line));
        }
        String expected = Files.readString(folder.resolve("incident.json"));
        assertEquals(expected, told(signals));
        for (int seed = 0; seed < 5; seed++) {
            Disturbance disturbance = new Disturbance(seed);
            assertEquals(expected, told(disturbance.shuffle(disturbance.repeat(signals, 0.3))), "seed " + seed);
        }
    }

    private static void update() throws IOException {
        for (Map.Entry<String, List<Signal>> scene : Scenes.all().entrySet()) {
            Path folder = Files.createDirectories(FOLDER.resolve(scene.getKey()));
            StringBuilder lines = new StringBuilder();
            for (Signal signal : scene.getValue()) {
                Bytes out = new Bytes(1024);
                SignalJson.write(signal, out);
                lines.append(new String(out.array(), 0, out.length(), StandardCharsets.UTF_8))
                        .append('\n');
            }
            Files.writeString(folder.resolve("signals.ndjson"), lines);
            Files.writeString(folder.resolve("incident.json"), told(scene.getValue()));
        }
    }

    private static String told(List<Signal> signals) {
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        correlator.accept(signals);
        correlator.advance(Scene.at(100_000));
        List<String> incidents =
                correlator.incidents().stream().map(ScenarioTest::json).toList();
        return "[" + String.join(",\n ", incidents) + "]\n";
    }

    private static String json(Incident incident) {
        return String.format(
                Locale.ROOT,
                """
                {"kind":"%s","state":"%s","planned":%s,"failedNodes":"%s","servingNode":"%s","cause":"%s",
                 "fault":%s,"detected":%s,"decided":%s,"restored":%s,"redundant":%s,
                 "summary":"%s","nextStep":"%s"}\
                """,
                incident.kind().id(),
                incident.state().id(),
                incident.planned(),
                String.join(" ", incident.failedNodes()),
                incident.servingNode(),
                incident.causes().getFirst().id(),
                moment(incident.instants().fault()),
                moment(incident.instants().detected()),
                moment(incident.instants().decided()),
                moment(incident.instants().restored()),
                moment(incident.instants().redundant()),
                incident.summary(),
                incident.nextStep());
    }

    /** Seconds since the begin of the scene, half-width, and whether it is inferred. */
    private static String moment(@Nullable Moment moment) {
        return moment == null
                ? "null"
                : String.format(
                        Locale.ROOT,
                        "[%.3f,%.3f,%s]",
                        (moment.timeNanos() - Scene.START) / 1e9,
                        moment.uncertaintyNanos() / 1e9,
                        moment.inferred() ? "\"inferred\"" : "\"stated\"");
    }
}
