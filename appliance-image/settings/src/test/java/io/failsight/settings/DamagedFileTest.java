package io.failsight.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failsight.yaml that is damaged or hostile is read, or refused in words; nothing else happens, and nothing takes long. */
final class DamagedFileTest {
    private static final String GOOD = """
            listen: 0.0.0.0
            time-zone: Europe/Berlin
            sites:
              - name: north
                nodes: [{name: n1, cluster: hub, hosts: [n1.site.example], addresses: [192.0.2.1]}]
              - name: south
                nodes: [{name: n2, cluster: hub}]
            sources:
              - {node: n1, silent-after: 5m}
            doors: {udp-allow: [192.0.2.0/24]}
            retention: {keep: 365d, normal: 30d, keep-at-least: 7d}
            disk: {indices: 14g, evict-at: 80%, degrade-at: 90%, refuse-at: 95.5%}
            """;

    private @TempDir Path folder;

    /** Empty when it was read, else what it said. */
    private String read(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("failsight.yaml"), bytes);
        try {
            SettingsReader.check(file);
            return "";
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theGoodOneIsRead() throws IOException {
        assertEquals("", read(GOOD));
    }

    @Test
    void cutAnywhereItIsReadOrRefusedWithALine() throws IOException {
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < good.length; length++) {
            String said = read(Arrays.copyOf(good, length));
            assertTrue(said.isEmpty() || said.contains("line "), "cut at " + length + ": " + said);
        }
    }

    @Test
    void withAnyBitTurnedOrAnyPieceOverwrittenItIsReadOrRefusedWithALine() throws IOException {
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            String said = read(bad);
            assertTrue(said.isEmpty() || said.contains("line "), "bit " + bit + ": " + said);
        }
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] bad = good.clone();
            byte[] piece = new byte[1 + random.nextInt(64)];
            random.nextBytes(piece);
            int at = random.nextInt(bad.length - piece.length);
            System.arraycopy(piece, 0, bad, at, piece.length);
            String said = read(bad);
            assertTrue(said.isEmpty() || said.contains("line "), "seed " + seed + ": " + said);
        }
    }

    @Test
    void binaryIsRefused() throws IOException {
        byte[] noise = new byte[10_000];
        new Random(7).nextBytes(noise);
        assertTrue(read(noise).contains("UTF-8"), () -> "noise");
        assertTrue(read(new byte[4_096]).contains("line 1"), "zeros, as a crash leaves them");
        assertTrue(read(GOOD + "\u00e4\n").contains("line"), "a line that is no key");
        byte[] latin = GOOD.concat("# caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(read(latin).contains("line " + (GOOD.lines().count() + 1)), "the line is named");
    }

    @Test
    void bombsOfAliasesNestingAndSizeAreRefusedAtOnce() throws IOException {
        StringBuilder laughs = new StringBuilder("files: &a0 [/a]\n");
        for (int level = 1; level < 12; level++) {
            laughs.append("k")
                    .append(level)
                    .append(": &a")
                    .append(level)
                    .append(" [")
                    .append(("*a" + (level - 1) + ",").repeat(10))
                    .append("]\n");
        }
        assertTrue(read(laughs.toString()).contains("refer to others"));
        String hosts = "[" + "h,".repeat(300) + "]";
        String nodes = "[" + "{name: n, hosts: *h},".repeat(300) + "]";
        String bomb = "sites:\n- &s {name: a, nodes: &n [{name: x, hosts: &h " + hosts + "}]}\n" + "- {name: b, nodes: "
                + nodes + "}\n" + "- *s\n".repeat(300);
        assertTrue(read(bomb).contains("refer to others"));
        assertTrue(read("sites: &s\n- {name: a, nodes: *s}\n").contains("line"), "one that holds itself");
        assertTrue(read("[".repeat(100_000)).contains("line"));
        assertTrue(read("a: ".repeat(1_000)).contains("line"));
        assertTrue(read("#" + "x".repeat(2 << 20)).contains("larger than 1 MB"));
        assertTrue(read("!!javax.script.ScriptEngineManager [x]").contains("line"), "no objects are made");
    }

    @Test
    void aFolderInItsPlaceIsNamed() throws IOException {
        Path file = Files.createDirectories(folder.resolve("as-folder.yaml"));
        assertThrows(IOException.class, () -> SettingsReader.check(file));
    }
}
