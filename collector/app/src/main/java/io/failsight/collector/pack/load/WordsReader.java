package io.failsight.collector.pack.load;

import io.failsight.collector.pack.signal.WordTable;
import io.failsight.collector.pack.signal.Words;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code words:} of a pack, and its profiles: {@code profiles/<name>.yaml} with words of their own. Stateless. */
final class WordsReader {
    private WordsReader() {}

    /** The tables after {@code words:}. */
    static Map<String, WordTable> tables(YamlMap map) {
        Map<String, WordTable> tables = new LinkedHashMap<>();
        map.map("words")
                .ifPresent(words -> words.keys()
                        .forEach(name -> words.map(name).ifPresent(table -> tables.put(name, table(table)))));
        return tables;
    }

    private static WordTable table(YamlMap table) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : table.keys()) {
            table.text(word).ifPresent(meaning -> words.put(word, meaning.value()));
        }
        return new WordTable(words);
    }

    /** The profiles in a pack's folder, in the order of their names; what is wrong is added to {@code problems}. */
    static List<Words.Profile> profiles(Path packFolder, List<PackProblem> problems) throws IOException {
        Path folder = packFolder.resolve("profiles");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Words.Profile> profiles = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                if (Files.size(file) > PackLoader.MAX_PACK_BYTES) {
                    problems.add(new PackProblem(file, 0, "is larger than " + PackLoader.MAX_PACK_BYTES + " bytes"));
                } else {
                    profile(file, problems).ifPresent(profiles::add);
                }
            }
        }
        return profiles;
    }

    private static Optional<Words.Profile> profile(Path file, List<PackProblem> problems) throws IOException {
        YamlMap.Problems add = (line, message) -> problems.add(new PackProblem(file, line, message));
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .compose(new StringReader(Files.readString(file)));
            if (root instanceof MappingNode mapping) {
                return Optional.of(profile(file, new YamlMap(mapping, add), add));
            }
            add.add(1, "is not a profile: it must have name, description and words, see docs/packs.md");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            add.add(line, "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            add.add(0, "is not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static Words.Profile profile(Path file, YamlMap map, YamlMap.Problems problems) {
        map.allowKeys("name", "description", "words");
        String expected = file.getFileName().toString().replaceFirst("\\.yaml$", "");
        String name = map.text("name").map(YamlMap.Text::value).orElse("");
        if (!name.equals(expected)) {
            problems.add(map.line(), "the name '" + name + "' must be that of its file, '" + expected + "'");
        }
        return new Words.Profile(expected, tables(map));
    }
}
