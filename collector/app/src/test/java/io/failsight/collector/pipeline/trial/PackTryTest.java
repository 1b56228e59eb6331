package io.failsight.collector.pipeline.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.failsight.model.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackTryTest {
    private static final Path PACKS = Path.of("..", "packs");

    @TempDir
    Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--packs=" + PACKS);
        PackTry program = new PackTry(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                InstantSource.fixed(Instant.parse("2026-11-23T16:00:00Z")));
        return program.run(all);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private static String sample(String pack, String name) {
        return PACKS.resolve(pack).resolve("samples").resolve(name).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"safekit/messages", "safekit/module-log", "safekit/winlogbeat", "keepalived/console"})
    void findsOutHowTheLinesComeIn(String sample) {
        String[] parts = sample.split("/");
        assertEquals(0, run("--json", parts[0], sample(parts[0], parts[1] + ".log")), this::complained);
        JsonArray records = JsonParser.parseString(printed()).getAsJsonObject().getAsJsonArray("records");
        long own = records.asList().stream()
                .map(record -> record.getAsJsonObject().getAsJsonObject("entry").get("pack"))
                .filter(pack -> pack != null && pack.getAsString().startsWith(parts[0]))
                .count();
        assertTrue(own > 0 && own >= records.size() - 1, printed());
    }

    @Test
    void tableShowsFieldsSignalsAndWhatWasNotParsed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.log"),
                "Nov 23 15:16:24 node1 safekit[1]: mirror | heart | Remote state UNKNOWN Unknown\n"
                        + "Nov 23 15:16:25 node1 safekit[1]: odd \u001b[31m line\n");
        assertEquals(0, run("safekit", file.toString()), this::complained);
        assertTrue(printed().contains("1 ✓ safekit@1"), printed());
        assertTrue(printed().contains("role=UNKNOWN"), printed());
        assertTrue(printed().contains("→ role-changed  of the partner  cluster=mirror"), printed());
        assertTrue(printed().contains("not parsed:"), printed());
        assertTrue(printed().contains("signals: role-changed 1"), printed());
        assertFalse(printed().contains("\u001b"), "a line of a log must not command the terminal");
    }

    @Test
    void jsonHoldsEntrySignalAndLine() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.log"), "\nNov 23 15:16:24 n safekit[1]: mirror | errd | Process a\"b not running\n");
        assertEquals(0, run("safekit", file.toString(), "--json"), this::complained);
        JsonObject record = JsonParser.parseString(printed())
                .getAsJsonObject()
                .getAsJsonArray("records")
                .get(0)
                .getAsJsonObject();
        assertEquals(2, record.get("line").getAsInt());
        assertEquals(
                "component-down", record.getAsJsonObject("entry").get("signal").getAsString());
        JsonObject signal = record.getAsJsonArray("signals").get(0).getAsJsonObject();
        assertEquals("a\"b", signal.get("resource").getAsString());
        assertEquals("safekit", signal.getAsJsonObject("details").get("product").getAsString());
    }

    @Test
    void packOfAFolderGoesBeforeThatOfItsName() throws IOException {
        Path pack = Files.createDirectory(folder.resolve("safekit"));
        Files.writeString(
                pack.resolve("pack.yaml"),
                "name: safekit\nversion: 99\ndescription: mine\nrecognise: {program: safekit}\nrules: [{match: 'x'}]\n");
        Path file = Files.writeString(folder.resolve("a.log"), "Nov 23 15:16:24 n safekit[1]: x\n");
        assertEquals(0, run(pack.toString(), file.toString()), this::complained);
        assertTrue(printed().contains("safekit@99"), printed());
    }

    @Test
    void errorOfThePackIsNamedWithItsLine() throws IOException {
        Path pack = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(
                pack.resolve("pack.yaml"),
                "name: mine\nversion: 1\ndescription: d\nrecognise: {program: x}\nrules:\n"
                        + "  - {match: x, signal: heartbeat-lst}\n");
        assertEquals(1, run(pack.toString(), sample("safekit", "guide.log")));
        assertTrue(complained().contains("pack.yaml:6: there is no signal 'heartbeat-lst' here"), complained());
        assertTrue(complained().contains("did you mean 'heartbeat-lost'?"), complained());
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(1, run("safekit", folder.resolve("none.log").toString()));
        assertTrue(complained().contains("none.log cannot be read"), complained());
        assertEquals(1, run("no-such-pack", sample("safekit", "guide.log")));
        assertTrue(complained().contains("no pack is called no-such-pack, and no folder; there are "), complained());
        assertTrue(complained().contains(" keepalived, "), complained());
        assertEquals(2, run("safekit"));
    }

    @Test
    void showsHostileLinesWithoutASignThatControlsATerminal() throws Exception {
        Path file = folder.resolve("evil\u001b[2J.log");
        Files.writeString(
                file,
                "<34>Oct 11 22:14:15 h\u009b2J sshd[1]: Failed password for \u001b]0;owned\u0007 \u202egnp from 192.0.2.1 port 1 ssh2\n"
                        + "\u001b[31m \u0085 \u2028 \u200b \u007f \u0000\n");
        for (String[] arguments : new String[][] {
            {"sshd", file.toString()},
            {"--json", "sshd", file.toString()},
            {"--as=syslog", "sshd", file.toString()},
            {"sshd", file + "\u001b[2J"},
            {"\u001b[2J", file.toString()}
        }) {
            run(arguments);
        }
        for (String text : List.of(printed(), complained())) {
            assertFalse(text.isEmpty());
            text.replace("\n", "").codePoints().forEach(c -> assertFalse(VisibleText.isHidden(c), () -> text));
        }
    }
}
