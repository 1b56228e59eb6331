package io.failsight.collector.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.model.Bytes;
import io.failsight.model.EntryWriter;
import io.failsight.model.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * Every sample of every pack gives exactly the entries of its {@code .expected.json}. To write those files anew, run with
 * {@code -Dpacks.golden=update}, and read the difference before committing it.
 */
class PackGoldenTest {
    private static final boolean UPDATE = "update".equals(System.getProperty("packs.golden"));
    private static final TimeZone ZONE_BEFORE = TimeZone.getDefault();
    private static PackSet packs = new PackSet(List.of());

    @BeforeAll
    static void loadPacks() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC")); // packs with `zone: system`
        packs = ProductPacks.load();
    }

    @AfterAll
    static void restoreZone() {
        TimeZone.setDefault(ZONE_BEFORE);
    }

    static List<Path> packFolders() throws IOException {
        return list(ProductPacks.FOLDER, "");
    }

    static List<Path> samples() throws IOException {
        List<Path> samples = new ArrayList<>();
        for (Path folder : packFolders()) {
            samples.addAll(list(folder.resolve("samples"), ".log"));
        }
        return samples;
    }

    private static List<Path> list(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("packFolders")
    void packHasReadmeAndSample(Path folder) throws IOException {
        assertTrue(Files.exists(folder.resolve("README.md")), "a pack says in README.md where its samples come from");
        assertFalse(list(folder.resolve("samples"), ".log").isEmpty(), "a pack has at least one sample");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sampleGivesExpectedEntries(Path sample) throws IOException {
        Path file = sample.resolveSibling(sample.getFileName().toString().replaceFirst("\\.log$", ".expected.json"));
        String expected = Files.readString(file);
        Map<String, Object> document = new Yaml().load(expected);
        String actual = run(sample, document);
        if (UPDATE) {
            assertNull(System.getenv("CI"), "expected entries are written by people, not by CI");
            Files.writeString(file, actual);
            return;
        }
        assertEquals(expected, actual);
    }

    private static String run(Path sample, Map<String, Object> document) throws IOException {
        Object inputs = document.get("input");
        assertTrue(inputs instanceof Map, "the expected file begins with \"input\"");
        Map<?, ?> input = (Map<?, ?>) inputs;
        SampleInput reader = new SampleInput(
                text(input, "as"),
                text(input, "receiver"),
                text(input, "file"),
                Instant.parse(text(input, "observed")));
        StringBuilder out = new StringBuilder("{\"input\": {");
        out.append(String.join(
                ", ",
                Stream.of("as", "receiver", "file", "observed")
                        .map(key -> "\"" + key + "\": \"" + text(input, key) + "\"")
                        .toList()));
        out.append("},\n\"entries\": [\n");
        PackMatcher matcher = packs.matcher();
        EntryWriter writer = new EntryWriter();
        List<String> entries = new ArrayList<>();
        List<String> signals = new ArrayList<>();
        reader.decode(Files.readString(sample), packs, entry -> {
            List<SignalDraft> drafts = matcher.apply(entry);
            Bytes json = new Bytes(1_024);
            writer.write(entry, json);
            drafts.forEach(draft -> signals.add(json(entries.size(), draft)));
            entries.add(json.toString());
        });
        out.append(String.join(",\n", entries)).append("\n]");
        if (!signals.isEmpty()) {
            out.append(",\n\"signals\": [\n")
                    .append(String.join(",\n", signals))
                    .append("\n]");
        }
        return out.append("}\n").toString();
    }

    /** A signal with the number of its entry, from 0; what is empty is left out. */
    private static String json(int entry, SignalDraft draft) {
        StringBuilder json = new StringBuilder("{\"entry\": " + entry);
        member(json, "kind", draft.kind().id());
        if (draft.remote()) {
            json.append(", \"remote\": true");
        }
        member(json, "cluster", draft.cluster());
        member(json, "node", draft.node());
        member(json, "layer", draft.layer());
        member(json, "component", draft.component());
        member(json, "resource", draft.resource());
        new TreeMap<>(draft.details()).forEach((key, value) -> member(json, "details." + key, value));
        return json.append('}').toString();
    }

    private static void member(StringBuilder json, String name, String value) {
        if (!value.isEmpty()) {
            Bytes quoted = new Bytes(64);
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            JsonText.quote(bytes, 0, bytes.length, quoted);
            json.append(", \"").append(name).append("\": ").append(quoted);
        }
    }

    private static String text(Map<?, ?> input, String key) {
        Object value = input.get(key);
        return value == null ? "" : value.toString();
    }
}
