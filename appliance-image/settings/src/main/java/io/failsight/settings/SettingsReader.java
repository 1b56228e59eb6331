package io.failsight.settings;

import io.failsight.settings.yaml.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;

/** Reads failsight.yaml with line numbers. One instance reads one file; not thread-safe. */
public final class SettingsReader {
    private static final int MAX_BYTES = 1 << 20;
    /** Used in lists of lists of lists, twenty mean eight thousand at most. */
    private static final int MAX_ALIASES = 20;

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Reading reading;

    private SettingsReader(Path folder) {
        reading = new Reading(folder, (line, message) -> problems.add(new ConfigProblem(line, message)));
    }

    /**
     * Reads the file; a missing file means the defaults. Does not look at the secrets that it names, so that a part that needs none of them starts.
     *
     * @throws ConfigException when a key is unknown or a value cannot be used
     * @throws IOException when the file is there but cannot be read
     */
    public static Settings read(Path file) throws IOException, ConfigException {
        return read(file, false);
    }

    /** As {@link #read(Path)}, and looks whether the secrets that the file names are there and closed to others. */
    public static Settings check(Path file) throws IOException, ConfigException {
        return read(file, true);
    }

    /** The settings of an empty file. */
    static Settings empty() {
        return new SettingsReader(Path.of("")).settings(null);
    }

    private static Settings read(Path file, boolean outside) throws IOException, ConfigException {
        if (!Files.exists(file)) {
            return empty();
        }
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        SettingsReader reader = new SettingsReader(folder);
        Settings settings = reader.settings(reader.compose(file));
        if (outside) {
            reader.reading.checkOutside();
        }
        if (!reader.problems.isEmpty()) {
            reader.problems.sort(Comparator.comparingInt(ConfigProblem::line));
            throw new ConfigException(file, reader.problems);
        }
        return settings;
    }

    private @Nullable Node compose(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            reading.problem(1, "the file is larger than 1 MB; it holds settings only");
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return aliases(text)
                    ? null
                    : new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
        } catch (CharacterCodingException e) {
            reading.problem(
                    brokenLine(bytes),
                    "this is not YAML in UTF-8 without control characters: a byte here is no part of any sign; was the file damaged?");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            reading.problem(line, "this is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            // Signs that are no text, in whatever place: the reader below the parser finds them and knows no line.
            reading.problem(1, "this is not YAML in UTF-8 without control characters: " + firstLine(e));
        }
        return null;
    }

    /** Whether so many places refer to others that a small file could mean thousands of sites. */
    private boolean aliases(String text) {
        int count = 0;
        for (Event event : new Yaml(new SafeConstructor(new LoaderOptions())).parse(new StringReader(text))) {
            if (event instanceof AliasEvent && ++count > MAX_ALIASES) {
                reading.problem(
                        event.getStartMark().getLine() + 1,
                        "more than " + MAX_ALIASES + " places refer to others with '*'; write out what they mean");
                return true;
            }
        }
        return false;
    }

    /** Line of the first byte that is no UTF-8. */
    private static int brokenLine(byte[] bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
        return 1 + (int) text.flip().chars().filter(sign -> sign == '\n').count();
    }

    private static String firstLine(YAMLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read");
    }

    private Settings settings(@Nullable Node root) {
        Optional<Settings> settings = root == null ? Optional.empty() : RootKeys.FILE.read(root, "", reading);
        reading.checkNames();
        return settings.or(() -> RootKeys.FILE.absent("", 1, "", reading)).orElseThrow();
    }
}
