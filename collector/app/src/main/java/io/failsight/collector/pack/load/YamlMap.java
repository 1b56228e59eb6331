package io.failsight.collector.pack.load;

import io.failsight.settings.yaml.NearestWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a YAML file with the lines of its values; whatever has the wrong shape becomes a problem. Not thread-safe. */
final class YamlMap {
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> keyLines = new LinkedHashMap<>();
    private final Problems problems;
    private final int line;

    /** A scalar and its line. */
    record Text(String value, int line) {}

    /** A scalar or a mapping; one of the two is there. */
    record Item(Optional<Text> text, Optional<YamlMap> map, int line) {}

    /** Where problems of one file go. */
    interface Problems {
        void add(int line, String message);
    }

    YamlMap(MappingNode node, Problems problems) {
        this.problems = problems;
        line = lineOf(node);
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(lineOf(tuple.getKeyNode()), "a key must be a word");
            } else if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problems.add(lineOf(key), "the key '" + key.getValue() + "' stands twice: leave one of them out");
            } else {
                keyLines.put(key.getValue(), lineOf(key));
            }
        }
    }

    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    int line() {
        return line;
    }

    List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /** Names every key that is not one of these, with the nearest that is. */
    void allowKeys(String... allowed) {
        List<String> names = Arrays.asList(allowed);
        keyLines.forEach((key, keyLine) -> {
            if (!names.contains(key)) {
                problems.add(keyLine, unknown("key", key, names));
            }
        });
    }

    static String unknown(String what, String word, List<String> allowed) {
        return NearestWord.of(word, allowed, 1)
                .map(nearest -> "there is no " + what + " '" + word + "' here: did you mean '" + nearest + "'?")
                .orElseGet(() ->
                        "there is no " + what + " '" + word + "' here: take one of " + String.join(", ", allowed));
    }

    Optional<Text> text(String key) {
        Node node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return Optional.of(new Text(scalar.getValue(), lineOf(scalar)));
        }
        problems.add(lineOf(node), "'" + key + "' must be one word or text");
        return Optional.empty();
    }

    boolean flag(String key) {
        Optional<Text> text = text(key);
        if (text.isPresent() && !List.of("true", "false").contains(text.get().value())) {
            problems.add(text.get().line(), "'" + key + "' must be true or false");
        }
        return text.isPresent() && text.get().value().equals("true");
    }

    /** A scalar or a list of scalars. */
    List<Text> texts(String key) {
        Node node = values.get(key);
        List<Text> texts = new ArrayList<>();
        for (Node item : items(node)) {
            if (item instanceof ScalarNode scalar) {
                texts.add(new Text(scalar.getValue(), lineOf(scalar)));
            } else {
                problems.add(lineOf(item), "'" + key + "' must be a text or a list of texts");
            }
        }
        return texts;
    }

    /** A mapping or a list of mappings. */
    List<YamlMap> maps(String key) {
        Node node = values.get(key);
        List<YamlMap> maps = new ArrayList<>();
        for (Node item : items(node)) {
            if (item instanceof MappingNode mapping) {
                maps.add(new YamlMap(mapping, problems));
            } else {
                problems.add(lineOf(item), "'" + key + "' must have keys with values, or be a list of such");
            }
        }
        return maps;
    }

    /** Scalars and mappings, alone or in a list. */
    List<Item> items(String key) {
        List<Item> found = new ArrayList<>();
        for (Node item : items(values.get(key))) {
            if (item instanceof ScalarNode scalar) {
                found.add(new Item(
                        Optional.of(new Text(scalar.getValue(), lineOf(scalar))), Optional.empty(), lineOf(scalar)));
            } else if (item instanceof MappingNode mapping) {
                found.add(new Item(Optional.empty(), Optional.of(new YamlMap(mapping, problems)), lineOf(mapping)));
            } else {
                problems.add(lineOf(item), "'" + key + "' must be a word, keys with values, or a list of such");
            }
        }
        return found;
    }

    Optional<YamlMap> map(String key) {
        List<YamlMap> maps = maps(key);
        if (maps.size() > 1) {
            problems.add(maps.get(1).line(), "'" + key + "' must not be a list");
        }
        return maps.stream().findFirst();
    }

    private static List<Node> items(@org.jspecify.annotations.Nullable Node node) {
        if (node == null) {
            return List.of();
        }
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    }
}
