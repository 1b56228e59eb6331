package io.failsight.collector.pack.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.pack.PackFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackLoaderTest {
    private static final String GOOD = "recognise: {program: x}\n";

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "recognize: {program: x} | 4 | did you mean 'recognise'?",
                "recognise: {programm: x} | 4 | did you mean 'program'?",
                "recognise: {} | 4 | add a condition",
                "recognise: {has: loger} | 4 | did you mean 'logger'?",
                "recognise: {text: '{a'} | 4 | is not closed",
                "recognise: {program: x}\\nzone: Europe/Berln | 5 | there is no time zone",
                "recognise: {program: x}\\nset: {severity: warning} | 5 | there is no severity 'warning'",
                "recognise: {program: x}\\nset: {layer: oss} | 5 | did you mean 'os'?",
                "recognise: {program: x}\\nset: {storage_class: kep} | 5 | did you mean 'keep'?",
                "recognise: {program: x}\\nset: {pid: 1} | 5 | capture it in a template",
                "recognise: {program: x}\\nset: {checksum: 1} | 5 | is set by the collector",
                "recognise: {program: x}\\nrules:\\n  - name: a | 6 | 'match' is missing",
                "recognise: {program: x}\\nrules:\\n  - match: '{seq:int}' | 6 | is set by the collector",
                "recognise: {program: x}\\nrules:\\n  - match: '{a:inz}' | 6 | there is no type 'inz'",
                "recognise: {program: x}\\nrules:\\n  - match: a\\n    on: pid | 7 | here",
                "recognise: {program: x}\\nenvelope: yes | 5 | must be true or false",
                "recognise: {program: x}\\nrecognise: {program: y} | 5 | stands twice",
                "recognise: {program: x | 5 | is not YAML",
                "recognise: [x] | 4 | must have keys",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: heartbeat-lst | 7 | did you mean 'heartbeat-lost'?",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {kind: node-dwn} | 7 | did you mean 'node-down'?",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {node: x} | 7 | 'kind' is missing",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {kind: node-down, nod: x} | 7 | did you mean 'node'?",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {kind: node-down, remote: yes} | 7 | must be true or false",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {kind: node-down, node: '{c}'} | 7 | there is no capture or field 'c'",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {kind: node-down, node: '{b'} | 7 | without its other half",
                "`recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {kind: node-down, node: '{b|tabl}'}` | 7 | there is no table of words 'tabl'",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {kind: node-down, layer: netwrk} | 7 | did you mean 'network'?",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {kind: node-down, details: {Big: x}} | 7 | lower-case words",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: role-changed | 7 | must say which role",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {kind: role-changed, details: {role: primry}} | 7 | did you mean 'primary'?",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {kind: role-changed, details: {role: '{b}'}} | 7 | by a table",
                "recognise: {program: x}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: [[x]] | 7 | must be a word, keys with values",
                "`recognise: {program: x}\\nwords: {r: {A: primry}}\\nrules:\\n  - match: 'a {b:word}'\\n    signal: {kind: role-changed, details: {role: '{b|r}'}}` | 8 | did you mean 'primary'?",
                "recognise: {program: x}\\nset: {signal: node-down} | 5 | is set by the collector",
                "recognise: {program: x}\\nrules:\\n  - match: '{a:word=}' | 6 | words joined by",
            })
    void namesFileLineAndWhatToDo(String rest, int line, String hint) {
        PackLoad load = new PackFolder(folder)
                .with("p", rest.replace("\\n", "\n") + "\n")
                .load();
        assertEquals(List.of(), load.packs().labels());
        Path file = folder.resolve("p").resolve("pack.yaml");
        assertTrue(
                load.problems().stream()
                        .anyMatch(problem -> problem.file().equals(file)
                                && problem.line() == line
                                && problem.message().contains(hint)),
                load.problems().toString());
    }

    @Test
    void brokenPackLeavesOthersAlone() {
        PackLoad load = new PackFolder(folder)
                .with("a", GOOD)
                .with("b", "nonsense: 1\n")
                .load();
        assertEquals(List.of("a@1"), load.packs().labels());
    }

    @Test
    void laterFolderOverridesByName() throws Exception {
        Path own = Files.createDirectory(folder.resolve("own"));
        Path system = Files.createDirectory(folder.resolve("system"));
        new PackFolder(system).with("a", GOOD).with("b", GOOD);
        new PackFolder(own)
                .withFile("a", "name: a\nversion: 2\ndescription: mine\nrecognise: {program: x}\n")
                .withFile("b", "name: b\nversion: 2\n");
        PackLoad load = PackLoader.load(List.of(system, own));
        assertEquals(List.of("a@2", "b@1"), load.packs().labels());
        assertEquals(2, load.problems().size());
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Files.createDirectory(folder.resolve("empty"));
        assertEquals(1, new PackFolder(folder).load().problems().size());
        assertEquals(
                1, PackLoader.load(List.of(folder.resolve("none"))).problems().size());
        PackLoad load = new PackFolder(folder).withFile("p", "- a\n").load();
        assertTrue(load.problems().getLast().message().contains("is not a pack"));
    }

    @Test
    void nameIsThatOfTheFolder() {
        PackLoad load = new PackFolder(folder)
                .withFile("p", "name: q\nversion: 1\ndescription: d\n" + GOOD)
                .load();
        assertTrue(load.problems().getFirst().message().contains("must be that of its folder"));
    }
}
