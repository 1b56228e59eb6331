package io.failsight.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    /** Lines of the example of a site in the default file. */
    private static final int SITE_LINES = 3;

    private static final int RETENTION_AND_DISK_LINES = 5;

    @TempDir
    Path folder;

    @Test
    void missingAndEmptyFilesMeanDefaults() throws Exception {
        assertEquals(Settings.defaults(), SettingsReader.read(folder.resolve("none.yaml")));
        assertEquals(Settings.defaults(), read("# nothing but a comment\n"));
        assertEquals(Settings.defaults(), read("ports:\nmemory:\n"));
    }

    @Test
    void readsEveryKey() throws Exception {
        Settings settings = read("""
                listen: 0.0.0.0
                ports:
                  console: 18080
                  syslog: 15514
                memory:
                  opensearch: 1g
                  engine: 128M
                """);
        assertEquals("0.0.0.0", settings.listen());
        assertTrue(settings.open());
        assertEquals(18080, settings.port(Door.CONSOLE));
        assertEquals(15514, settings.port(Door.SYSLOG));
        assertEquals(4317, settings.port(Door.OTLP_GRPC));
        assertEquals(1024, settings.heapMebibytes(PartName.OPENSEARCH));
        assertEquals(128, settings.heapMebibytes(PartName.ENGINE));
    }

    @Test
    void everyKeyOfTheDefaultFileIsKnownAndHasTheValueItSays() throws Exception {
        try (var stream = Settings.class.getResourceAsStream("/io/failsight/runtime/data/default-failsight.yaml")) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes());
            String uncommented = text.replaceAll("(?m)^#(?! )", "").replaceAll("(?m)^#  ", "  ");
            String[] lines = uncommented.split("\n");
            assertEquals(
                    SITE_LINES + RETENTION_AND_DISK_LINES + Door.values().length + PartName.values().length,
                    List.of(lines).stream()
                            .filter(line -> line.startsWith("  "))
                            .count());
            assertEquals(Settings.defaults(), read(uncommented));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ports:\\n  consol: 1                 | line 2: unknown key 'ports.consol'; did you mean 'console'?
            ports:\\n  otlp_grpc: 1              | line 2: unknown key 'ports.otlp_grpc'; did you mean 'otlp-grpc'?
            \\nmemroy: {}                        | line 2: unknown key 'memroy'; did you mean 'memory'?
            zzzzzzzz: 1                         | line 1: unknown key 'zzzzzzzz'; known here: disk, files, listen, memory, ports, retention, sites, time-zone
            ports:\\n  syslog: 0                 | line 2: 'ports.syslog' must be a port from 1 to 65535, such as 5514
            ports:\\n  syslog: 70000             | line 2: 'ports.syslog' must be a port from 1 to 65535, such as 5514
            ports: 5                            | line 1: 'ports' must hold 'key: value' lines
            time-zone: Mars                     | line 1: 'time-zone' must be the name of a time zone, such as Europe/Berlin or UTC
            files: /var/log/x                   | line 1: 'files' must be a list: '- ' before each of its values
            files:\\n- logs/x.log               | line 2: 'files' must hold absolute paths or patterns of them, such as /var/log/app/*.log
            files:\\n- '/var/log/[a.log'        | line 2: 'files' holds the pattern '/var/log/[a.log', which cannot be read: close what is opened, or put a \\ before signs that mean themselves
            sites:\\n- name: a\\n  noods: []      | line 3: unknown key 'sites.noods'; did you mean 'nodes'?
            memory:\\n  engine: lots             | line 2: 'memory.engine' must be a Java heap of at least 64m, such as 256m or 2g
            ports:\\n  console: 9200             | line 1: ports.opensearch and ports.console are the same; change one
            ports:\\n  syslog: 1\\n  syslog: 2    | line 3: key 'syslog' is there twice; remove one
            """)
    void namesLineAndRemedy(String text, String expected) {
        var problem = assertThrows(ConfigException.class, () -> read(text.replace("\\n", "\n")));
        assertEquals(expected, problem.problems().getFirst().toString());
    }

    @Test
    void acceptsWhatTheCollectorReads() throws Exception {
        assertEquals(Settings.defaults(), read("""
                time-zone: Europe/Berlin
                files: [/var/log/app/*.log]
                sites:
                  - name: north
                    nodes:
                      - {name: n1, cluster: recorders, hosts: [n1.local], addresses: [192.0.2.1]}
                """));
    }

    @Test
    void namesTheLineOfBrokenYaml() {
        var problem = assertThrows(ConfigException.class, () -> read("ports:\n  console: [1\n"));
        assertTrue(String.valueOf(problem.getMessage()).contains("this is not YAML"), problem.getMessage());
    }

    private Settings read(String text) throws IOException, ConfigException {
        return SettingsReader.read(Files.writeString(folder.resolve("failsight.yaml"), text));
    }

    @Test
    void saysInWordsThatAFileHoldsNoText() throws Exception {
        Path file = folder.resolve("failsight.yaml");
        for (byte[] bytes : List.of(new byte[] {'a', ':', ' ', (byte) 0xFF}, new byte[] {'a', ':', ' ', 1})) {
            Files.write(file, bytes);
            var problem = assertThrows(ConfigException.class, () -> SettingsReader.read(file));
            assertTrue(
                    String.valueOf(problem.getMessage()).contains("without control characters"), problem.getMessage());
        }
    }
}
