package io.failsight.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.settings.notify.Secret;
import io.failsight.settings.topology.Cluster;
import io.failsight.settings.topology.ExpectedSource;
import io.failsight.settings.topology.Site;
import io.failsight.settings.topology.Watch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ports:\\n  consol: 1                 | line 2: unknown key 'ports.consol'; did you mean 'console'?
            ports:\\n  otlp_grpc: 1              | line 2: unknown key 'ports.otlp_grpc'; did you mean 'otlp-grpc'?
            \\nmemroy: {}                        | line 2: unknown key 'memroy'; did you mean 'memory'?
            zzzzzzzz: 1                         | line 1: unknown key 'zzzzzzzz'; known here: access, canary, clusters, disk, doors, files, incidents, listen, memory, notify, ports, promote, retention, sites, sources, time-zone, watch
            ports:\\n  syslog: 0                 | line 2: 'ports.syslog' must be a port from 1 to 65535, such as 5514
            ports:\\n  syslog: 70000             | line 2: 'ports.syslog' must be a port from 1 to 65535, such as 5514
            ports: 5                            | line 1: 'ports' must hold 'key: value' lines
            time-zone: Mars                     | line 1: 'time-zone' must be the name of a time zone, such as Europe/Berlin or UTC
            files: /var/log/x                   | line 1: 'files' must be a list: '- ' before each of its values
            files:\\n- logs/x.log               | line 2: 'files' must be an absolute path or a pattern of such that can be read, as /var/log/app/*.log (a \\ before signs that mean themselves)
            files:\\n- '/var/log/[a.log'        | line 2: 'files' must be an absolute path or a pattern of such that can be read, as /var/log/app/*.log (a \\ before signs that mean themselves)
            sites:\\n- name: a\\n  noods: []      | line 3: unknown key 'sites.noods'; did you mean 'nodes'?
            memory:\\n  engine: lots             | line 2: 'memory.engine' must be a Java heap of at least 64m, such as 256m or 2g
            ports:\\n  console: 9200             | line 2: ports.opensearch and ports.console are the same; change one
            ports:\\n  syslog: 1\\n  syslog: 2    | line 3: key 'syslog' is there twice; remove one
            """)
    void namesLineAndRemedy(String text, String expected) {
        var problem = assertThrows(ConfigException.class, () -> read(text.replace("\\n", "\n")));
        assertEquals(expected, problem.problems().getFirst().toString());
    }

    @Test
    void readsWhereNodesStandAndWhatIsAskedOfThem() throws Exception {
        Settings settings = read("""
                time-zone: Europe/Berlin
                files: [/var/log/app/*.log]
                sites:
                  - name: north
                    nodes:
                      - {name: n1, cluster: recorders, hosts: [n1.local], addresses: [192.0.2.1]}
                      - {name: n3, witness: true}
                clusters: [{name: recorders, product: safekit, profile: mobotix-hub}]
                sources:
                  - {node: n1}
                  - {host: switch-1, silent-after: 90s}
                watch:
                  - {node: n1, safekit: {url: 'http://192.0.2.1:9010', module: recorders, user: look, password-file: secrets/n1}}
                  - {node: n1, tcp: 192.0.2.1:5432, every: 2s}
                  - {node: n1, http: 'https://n1.local/health'}
                doors: {udp-allow: [192.0.2.0/24]}
                incidents: {lateness: 30s}
                """);
        assertEquals(Optional.of(ZoneId.of("Europe/Berlin")), settings.timeZone());
        assertEquals(List.of("/var/log/app/*.log"), settings.files());
        Site.Node first = new Site.Node("n1", "recorders", List.of("n1.local"), List.of("192.0.2.1"), false);
        assertEquals(
                List.of(new Site("north", List.of(first, new Site.Node("n3", "", List.of(), List.of(), true)))),
                settings.sites());
        assertEquals(List.of(new Cluster("recorders", "safekit", "mobotix-hub")), settings.clusters());
        assertEquals(
                List.of(
                        new ExpectedSource(ExpectedSource.By.NODE, "n1", Duration.ofMinutes(5)),
                        new ExpectedSource(ExpectedSource.By.HOST, "switch-1", Duration.ofSeconds(90))),
                settings.sources());
        Secret password = new Secret.InFile(folder.resolve("secrets/n1"));
        assertEquals(
                List.of(
                        new Watch.SafeKit(
                                "n1",
                                URI.create("http://192.0.2.1:9010"),
                                "recorders",
                                "look",
                                Optional.of(password),
                                Optional.empty(),
                                Duration.ofSeconds(5)),
                        new Watch.Tcp("n1", "192.0.2.1", 5432, Duration.ofSeconds(2)),
                        new Watch.Http("n1", URI.create("https://n1.local/health"), Duration.ofSeconds(5))),
                settings.watches());
        AddressRange range = settings.doors().udpAllow().getFirst();
        assertTrue(range.contains(InetAddress.ofLiteral("192.0.2.255")));
        assertFalse(range.contains(InetAddress.ofLiteral("192.0.3.0")));
        assertEquals(new IncidentSettings(Duration.ofSeconds(30), Duration.ofSeconds(120)), settings.incidents());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - {node: n}                                      | line 3: there is no node 'n'; did you mean 'n1'?
            - {silent-after: 5m}                             | line 3: 'sources' must have one of host, address, node
            - {node: n1, host: a}                            | line 3: 'sources' must have one of host, address, node
            - {node: n1, silent-after: soon}                 | line 3: 'sources.silent-after' must be a duration, such as 500ms, 5s, 2m, 1h or 3d
            """)
    void sourcesNameWhatIsThere(String source, String expected) {
        assertProblem("sites: [{nodes: [{name: n1}]}]\nsources:\n" + source, expected);
    }

    @Test
    void nothingIsSaidTwiceOfTheSameMachine() {
        assertProblem(
                "sites:\n- nodes:\n  - {name: a, addresses: [192.0.2.1]}\n  - {name: b, addresses: [192.0.2.1]}\n",
                "line 4: the address '192.0.2.1' is in line 3 already; every address stands once");
        assertProblem("sites:\n- nodes:\n  - {cluster: a}\n", "line 3: 'sites.nodes.name' is missing: it is a text");
    }

    private void assertProblem(String text, String expected) {
        var problem = assertThrows(ConfigException.class, () -> read(text));
        assertEquals(expected, problem.problems().getFirst().toString());
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

    @Test
    void readsWhichAttributesGetAFieldOfTheirOwn() throws Exception {
        assertEquals(
                List.of("k8s.pod.name", "order"),
                read("promote: [k8s.pod.name, order, order]\n").promoted());
        assertThrows(ConfigException.class, () -> read("promote: [host]\n"));
        String tooMany = IntStream.range(0, 65).mapToObj(i -> "key" + i).collect(Collectors.joining(", "));
        ConfigException refusal = assertThrows(ConfigException.class, () -> read("promote: [" + tooMany + "]\n"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("at most 64"), refusal::toString);
    }
}
