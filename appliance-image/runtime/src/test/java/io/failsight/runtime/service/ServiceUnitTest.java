package io.failsight.runtime.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit that {@code ./failsight install-service} installs, as systemd itself judges it; SecretsIT really runs as an account of its own. */
final class ServiceUnitTest {
    private static final Path FOLDER = Path.of("..", "service");
    /** Of 10, which is no protection at all; what is left is the network, Java's compiler and reading homes, where the tree may be. */
    private static final double MOST_EXPOSURE = 2.0;

    @TempDir
    Path root;

    private Path unit;

    private record Said(int code, String text) {}

    private static Said run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    @BeforeEach
    void install() throws Exception {
        Path home = Path.of("..", "..").toRealPath();
        Said said = run(FOLDER.resolve("install.sh").toString(), home.toString(), root.toString());
        assertEquals(0, said.code(), said.text());
        unit = root.resolve("etc/systemd/system/failsight.service");
    }

    @Test
    void systemdFindsNothingWrongWithIt() throws Exception {
        Said said = run("systemd-analyze", "verify", "--man=no", unit.toString());
        assertEquals(0, said.code(), said.text());
        assertTrue(said.text().lines().noneMatch(line -> line.contains("failsight.service")), said.text());
    }

    @Test
    void itMayDoNoMoreThanItNeeds() throws Exception {
        Said said = run("systemd-analyze", "security", "--offline=true", "--no-pager", unit.toString());
        Matcher exposure = Pattern.compile("exposure level for failsight.service: ([0-9.]+)")
                .matcher(said.text());
        assertTrue(exposure.find(), said.text());
        assertTrue(Double.parseDouble(exposure.group(1)) <= MOST_EXPOSURE, exposure.group());
        String text = Files.readString(unit);
        for (String line : new String[] {
            "User=failsight",
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=",
            "ProtectSystem=strict",
            "PrivateTmp=yes",
            "UMask=0077",
            "StateDirectoryMode=0700"
        }) {
            assertTrue(text.lines().anyMatch(line::equals), line);
        }
        assertTrue(text.contains("ExecStart=/") && !text.contains("@HOME@"), text);
    }

    @Test
    void pathsThatAUnitCannotHoldAreRefused() throws Exception {
        for (String home : new String[] {"/a b", "/a|b", "/a%b", "relative", "/a\nb"}) {
            Said said = run(FOLDER.resolve("install.sh").toString(), home, root.toString());
            assertEquals(1, said.code(), home + said.text());
        }
    }
}
