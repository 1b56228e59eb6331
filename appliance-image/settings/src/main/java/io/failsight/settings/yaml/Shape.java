package io.failsight.settings.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What a value must look like, and how it is read. Immutable. */
public sealed interface Shape<T> {
    /** The value; empty when there is none, or it is wrong and the reading knows why. */
    Optional<T> read(Node node, String path, Reading reading);

    /** The value when the file says nothing. */
    Optional<T> absent(String byDefault, int line, String path, Reading reading);

    /** What it is, for people: "a port from 1 to 65535". */
    String what();

    /** Line of a node, from 1. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** Whether nothing is written where a value could be. */
    static boolean isEmpty(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    /**
     * One word or number.
     *
     * @param what what it must be, with an example
     * @param parse the value of a text, empty when it is not one
     */
    record Scalar<T>(String what, Function<String, Optional<T>> parse) implements Shape<T> {
        @Override
        public Optional<T> read(Node node, String path, Reading reading) {
            Optional<T> value = node instanceof ScalarNode scalar
                    ? parse.apply(scalar.getValue().strip())
                    : Optional.empty();
            if (value.isEmpty()) {
                reading.problem(line(node), "'" + path + "' must be " + what);
            }
            return value;
        }

        @Override
        public Optional<T> absent(String byDefault, int line, String path, Reading reading) {
            return byDefault.isEmpty() ? Optional.empty() : parse.apply(byDefault);
        }
    }

    /**
     * A list.
     *
     * @param item what each of its values must be
     * @param alone whether a single value may stand without the list
     */
    record ListOf<T>(Shape<T> item, boolean alone) implements Shape<List<T>> {
        @Override
        public String what() {
            return "a list, each " + item.what();
        }

        @Override
        public Optional<List<T>> read(Node node, String path, Reading reading) {
            if (isEmpty(node)) {
                return Optional.of(List.of());
            }
            if (node instanceof SequenceNode sequence) {
                List<T> values = new ArrayList<>();
                sequence.getValue()
                        .forEach(value -> item.read(value, path, reading).ifPresent(values::add));
                return Optional.of(List.copyOf(values));
            }
            if (alone) {
                return item.read(node, path, reading).map(List::of);
            }
            reading.problem(line(node), "'" + path + "' must be a list: '- ' before each of its values");
            return Optional.empty();
        }

        @Override
        public Optional<List<T>> absent(String byDefault, int line, String path, Reading reading) {
            return Optional.of(List.of());
        }
    }

    /**
     * {@code key: value} lines.
     *
     * @param keys what it may hold
     * @param build makes the value; empty when something is missing, which it has told the table
     */
    record Mapping<T>(List<Key<?>> keys, Function<Table, Optional<T>> build) implements Shape<T> {
        public Mapping {
            keys = List.copyOf(keys);
        }

        @Override
        public String what() {
            return "`key: value` lines";
        }

        @Override
        public Optional<T> read(Node node, String path, Reading reading) {
            Table table = new Table(path, line(node), keys, reading);
            if (node instanceof MappingNode mapping) {
                table.read(mapping);
            } else if (!isEmpty(node)) {
                String subject = path.isEmpty() ? "the file" : "'" + path + "'";
                reading.problem(line(node), subject + " must hold 'key: value' lines");
                return Optional.empty();
            }
            return build.apply(table);
        }

        @Override
        public Optional<T> absent(String byDefault, int line, String path, Reading reading) {
            return build.apply(new Table(path, line, keys, reading));
        }
    }
}
