package io.failsight.settings.yaml;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The {@code key: value} lines of one mapping, read and checked. Not thread-safe; used while a file is read. */
public final class Table {
    private final String path;
    private final int line;
    private final Map<String, Key<?>> keys = new HashMap<>();
    private final Reading reading;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();

    Table(String path, int line, List<Key<?>> keys, Reading reading) {
        this.path = path;
        this.line = line;
        this.reading = reading;
        keys.forEach(key -> this.keys.put(key.name(), key));
    }

    void read(MappingNode mapping) {
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            int at = Shape.line(tuple.getKeyNode());
            Key<?> key = keys.get(name);
            if (key == null) {
                reading.problem(at, "unknown key '" + full(name) + "'; " + suggestion(name, keys.keySet()));
            } else if (lines.putIfAbsent(name, at) != null) {
                reading.problem(at, "key '" + name + "' is there twice; remove one");
            } else {
                key.shape().read(tuple.getValueNode(), full(name), reading).ifPresent(value -> values.put(name, value));
            }
        }
    }

    /** "did you mean" or all that is known. */
    static String suggestion(String word, Collection<String> known) {
        var sorted = new TreeSet<>(known);
        return NearestWord.of(word.toLowerCase(Locale.ROOT).replace('_', '-'), sorted, 2)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("known here: " + String.join(", ", sorted));
    }

    private String full(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The value of a key that has a default: what is written, else the default. */
    public <T> T value(Key<T> key) {
        return optional(key)
                .or(() -> key.shape().absent(key.byDefault(), line, full(key.name()), reading))
                .orElseThrow(() -> new IllegalStateException(full(key.name()) + " has no default"));
    }

    /** The value of a key that may be left out: only what is written. */
    @SuppressWarnings("unchecked") // a key's shape made the value
    public <T> Optional<T> optional(Key<T> key) {
        return Optional.ofNullable((T) values.get(key.name()));
    }

    /** The value of a key that must be there; without it a problem is told, and {@code empty} comes back so that reading goes on. */
    public <T> Optional<T> required(Key<T> key) {
        if (!lines.containsKey(key.name())) {
            problem("'" + full(key.name()) + "' is missing: it is "
                    + key.shape().what());
        }
        return optional(key);
    }

    /** Whether the key is written, well or wrongly. */
    public boolean has(Key<?> key) {
        return lines.containsKey(key.name());
    }

    /** Line of the key, or of the mapping where it is not written. */
    public int line(Key<?> key) {
        return lines.getOrDefault(key.name(), line);
    }

    /** Path of this mapping in the file. */
    public String path() {
        return path;
    }

    /** Something is wrong with this mapping as a whole. */
    public void problem(String message) {
        reading.problem(line, message);
    }

    /** Something is wrong with the value of that key. */
    public void problem(Key<?> key, String message) {
        reading.problem(line(key), message);
    }

    /** The file that is read, for names and for what is looked at outside of it. */
    public Reading reading() {
        return reading;
    }
}
