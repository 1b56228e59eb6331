package io.failsight.runtime.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads failsight.yaml with line numbers. One instance reads one file; not thread-safe. */
public final class SettingsReader {
    private static final Pattern HEAP = Pattern.compile("(\\d{1,6})([mg])", Pattern.CASE_INSENSITIVE);
    private static final int MIN_HEAP_MEBIBYTES = 64;
    private static final Pattern DAYS = Pattern.compile("[1-9]\\d{0,4}d");
    private static final Pattern GIBIBYTES = Pattern.compile("[1-9]\\d{0,4}g");

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<Door, Integer> ports = new EnumMap<>(Settings.defaults().ports());
    private final Map<PartName, Integer> heaps =
            new EnumMap<>(Settings.defaults().heaps());
    private String listen = Settings.LOOPBACK;

    private SettingsReader() {}

    /**
     * Reads the file; a missing file means the defaults.
     *
     * @throws ConfigException when a key is unknown or a value cannot be used
     * @throws IOException when the file is there but cannot be read
     */
    public static Settings read(Path file) throws IOException, ConfigException {
        if (!Files.exists(file)) {
            return Settings.defaults();
        }
        var reader = new SettingsReader();
        try (Reader text = Files.newBufferedReader(file)) {
            reader.root(new Yaml(new SafeConstructor(new LoaderOptions())).compose(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            reader.problems.add(new ConfigProblem(line, "this is not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            // Signs that are no text, in whatever place: the reader below the parser finds them and knows no line.
            reader.problems.add(
                    new ConfigProblem(1, "this is not YAML in UTF-8 without control characters: " + firstLine(e)));
        }
        if (!reader.problems.isEmpty()) {
            reader.problems.sort(Comparator.comparingInt(ConfigProblem::line));
            throw new ConfigException(file, reader.problems);
        }
        return new Settings(reader.listen, reader.ports, reader.heaps);
    }

    private static String firstLine(YAMLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read");
    }

    private void root(@Nullable Node node) {
        if (node == null || isEmpty(node)) {
            return;
        }
        Map<String, Consumer<Node>> keys = new HashMap<>();
        keys.put("listen", value -> listen = text(value, "listen"));
        keys.put("ports", value -> mapping(value, "ports", portKeys()));
        keys.put("memory", value -> mapping(value, "memory", heapKeys()));
        keys.put("time-zone", this::timeZone);
        keys.put("files", value -> list(value, "files", this::filePattern));
        keys.put("sites", value -> list(value, "sites", item -> mapping(item, "sites", siteKeys())));
        keys.put("retention", value -> mapping(value, "retention", retentionKeys()));
        keys.put("disk", value -> mapping(value, "disk", diskKeys()));
        mapping(node, "", keys);
        rejectSharedPorts(node);
    }

    /** The collector reads these itself; here they are only checked. */
    private Map<String, Consumer<Node>> retentionKeys() {
        Map<String, Consumer<Node>> keys = new HashMap<>();
        for (String storageClass : List.of("keep", "normal", "bulky")) {
            String path = "retention." + storageClass;
            keys.put(storageClass, value -> matching(value, path, DAYS, "a number of days, such as 30d"));
        }
        return keys;
    }

    private Map<String, Consumer<Node>> diskKeys() {
        Map<String, Consumer<Node>> keys = new HashMap<>();
        for (String part : List.of("indices", "journal")) {
            String path = "disk." + part;
            keys.put(part, value -> matching(value, path, GIBIBYTES, "a size of at least 1g, such as 14g"));
        }
        return keys;
    }

    private void matching(Node node, String path, Pattern pattern, String what) {
        if (!(node instanceof ScalarNode scalar)
                || !pattern.matcher(scalar.getValue()).matches()) {
            problem(node, "'" + path + "' must be " + what);
        }
    }

    /** As {@link #retentionKeys}. */
    private Map<String, Consumer<Node>> siteKeys() {
        Map<String, Consumer<Node>> node = new HashMap<>();
        node.put("name", value -> word(value, "sites.nodes.name"));
        node.put("cluster", value -> word(value, "sites.nodes.cluster"));
        for (String key : List.of("hosts", "addresses")) {
            String path = "sites.nodes." + key;
            node.put(key, value -> list(value, path, item -> word(item, path)));
        }
        return Map.of(
                "name",
                value -> word(value, "sites.name"),
                "nodes",
                value -> list(value, "sites.nodes", item -> mapping(item, "sites.nodes", node)));
    }

    private Map<String, Consumer<Node>> portKeys() {
        Map<String, Consumer<Node>> keys = new HashMap<>();
        for (Door door : Door.values()) {
            keys.put(door.key(), value -> ports.put(door, port(value, "ports." + door.key(), door.defaultPort())));
        }
        return keys;
    }

    private Map<String, Consumer<Node>> heapKeys() {
        Map<String, Consumer<Node>> keys = new HashMap<>();
        for (PartName part : PartName.values()) {
            keys.put(part.id(), value -> heaps.put(part, heap(value, "memory." + part.id())));
        }
        return keys;
    }

    private void mapping(Node node, String path, Map<String, Consumer<Node>> keys) {
        if (isEmpty(node)) {
            return;
        }
        if (!(node instanceof MappingNode mapping)) {
            problem(node, (path.isEmpty() ? "the file" : "'" + path + "'") + " must hold 'key: value' lines");
            return;
        }
        var seen = new TreeSet<String>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            Consumer<Node> consumer = keys.get(key);
            if (consumer == null) {
                String full = path.isEmpty() ? key : path + "." + key;
                problem(tuple.getKeyNode(), "unknown key '" + full + "'; " + suggestion(key, keys));
            } else if (!seen.add(key)) {
                problem(tuple.getKeyNode(), "key '" + key + "' is there twice; remove one");
            } else {
                consumer.accept(tuple.getValueNode());
            }
        }
    }

    private void list(Node node, String path, Consumer<Node> item) {
        if (isEmpty(node)) {
            return;
        }
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item);
        } else {
            problem(node, "'" + path + "' must be a list: '- ' before each of its values");
        }
    }

    private void word(Node node, String path) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            problem(node, "'" + path + "' must be a text");
        }
    }

    /** The collector does not start with a pattern that it cannot read. */
    private void filePattern(Node node) {
        String pattern = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        try {
            if (pattern.startsWith("/") && FileSystems.getDefault().getPathMatcher("glob:" + pattern) != null) {
                return;
            }
        } catch (PatternSyntaxException e) {
            problem(
                    node,
                    "'files' holds the pattern '" + pattern
                            + "', which cannot be read: close what is opened, or put a \\ before signs that mean themselves");
            return;
        }
        problem(node, "'files' must hold absolute paths or patterns of them, such as /var/log/app/*.log");
    }

    private void timeZone(Node node) {
        try {
            ZoneId.of(node instanceof ScalarNode scalar ? scalar.getValue() : "");
        } catch (DateTimeException e) {
            problem(node, "'time-zone' must be the name of a time zone, such as Europe/Berlin or UTC");
        }
    }

    private static String suggestion(String key, Map<String, Consumer<Node>> keys) {
        var known = new TreeSet<>(keys.keySet());
        return NearestWord.of(key, known)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("known here: " + String.join(", ", known));
    }

    private String text(Node node, String path) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        problem(node, "'" + path + "' must be an address such as 127.0.0.1 or 0.0.0.0");
        return Settings.LOOPBACK;
    }

    private int port(Node node, String path, int fallback) {
        if (node instanceof ScalarNode scalar && scalar.getValue().matches("\\d{1,5}")) {
            int port = Integer.parseInt(scalar.getValue());
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        }
        problem(node, "'" + path + "' must be a port from 1 to 65535, such as " + fallback);
        return fallback;
    }

    private int heap(Node node, String path) {
        if (node instanceof ScalarNode scalar) {
            Matcher matcher = HEAP.matcher(scalar.getValue());
            if (matcher.matches()) {
                int factor = matcher.group(2).equalsIgnoreCase("g") ? 1024 : 1;
                int mebibytes = Integer.parseInt(matcher.group(1)) * factor;
                if (mebibytes >= MIN_HEAP_MEBIBYTES) {
                    return mebibytes;
                }
            }
        }
        problem(node, "'" + path + "' must be a Java heap of at least 64m, such as 256m or 2g");
        return MIN_HEAP_MEBIBYTES;
    }

    private void rejectSharedPorts(Node root) {
        Map<Integer, Door> owners = new HashMap<>();
        for (Door door : Door.values()) {
            Door other = owners.putIfAbsent(ports.getOrDefault(door, door.defaultPort()), door);
            if (other != null) {
                problem(root, "ports." + door.key() + " and ports." + other.key() + " are the same; change one");
            }
        }
    }

    private void problem(Node node, String message) {
        problems.add(new ConfigProblem(node.getStartMark().getLine() + 1, message));
    }

    private static boolean isEmpty(Node node) {
        return Tag.NULL.equals(node.getTag());
    }
}
