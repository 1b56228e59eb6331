package io.failsight.settings;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.fuzz.Fuzz;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failsight.yaml that somebody broke: problems with lines and words, or settings. */
final class SettingsFuzzTest {
    @TempDir
    Path folder;

    private static final String FULL = """
            listen: 0.0.0.0
            ports: {console: 18080, syslog: 15514}
            memory: {opensearch: 1g}
            sites:
              - name: north
                clusters: [mgmt]
            """;

    @Test
    void brokenSettingsAreRefusedInWords() throws Exception {
        Path file = folder.resolve("failsight.yaml");
        Fuzz.of("settings")
                .samples(FULL)
                .files(
                        Path.of("..", "runtime", "src", "main", "resources", "io", "failsight", "runtime", "data"),
                        ".yaml")
                .words(
                        "&a ",
                        "*a",
                        "<<: *a",
                        "? ",
                        "!!java.net.URL [x]",
                        "- ",
                        "{",
                        "'",
                        "\n  ",
                        "sites:",
                        "watch:",
                        "notify:",
                        "~",
                        "1h",
                        "99999999999h",
                        "0.0.0.0/33",
                        "file:",
                        "env:",
                        "5g",
                        "-5",
                        "every:",
                        "\u202e",
                        "listen: [",
                        "ports:")
                .cases(800)
                .maxAllocatedBytes(256L << 20)
                .run(input -> {
                    Files.write(file, input);
                    try {
                        SettingsReader.read(file);
                    } catch (ConfigException e) {
                        assertFalse(e.problems().isEmpty(), "settings that are refused have a reason");
                        e.problems()
                                .forEach(problem -> assertTrue(problem.line() >= 1
                                        && !problem.message().isBlank()));
                    } catch (CharacterCodingException e) {
                        // said by whoever reads the file: not UTF-8
                    }
                });
    }
}
