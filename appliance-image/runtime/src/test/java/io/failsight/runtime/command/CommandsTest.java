package io.failsight.runtime.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.model.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        Screen.redirect(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void letGo() {
        System.setOut(out);
        System.setErr(err);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void doctorNamesADataFolderOfANewerFormat() throws Exception {
        Files.writeString(folder.resolve("VERSION"), "99\n");

        assertEquals(1, new CommandLine(new DoctorCommand()).execute("--data", folder.toString()), this::said);
        assertTrue(said().contains("is of format 99, this Failsight knows formats up to 1"), said());
    }

    @Test
    void upOffersTheFileThatItsAdviceNames() {
        Path data = folder.resolve("data");

        // An address of documentation, which no machine has: the checks refuse before anything is started.
        int code = new CommandLine(new UpCommand()).execute("--data", data.toString(), "--listen", "192.0.2.1");

        assertEquals(1, code, this::said);
        assertTrue(said().contains("'listen' in " + data + "/failsight.yaml"), said());
        assertTrue(Files.exists(data.resolve("failsight.yaml")));
        assertFalse(Files.exists(data.resolve("secrets/users.yaml")), "no password is made before it can be shown");
    }

    @Test
    void packTrySaysWhatToDoWhereNothingIsBuilt() {
        String home = System.getProperty("failsight.home", ".");
        System.setProperty("failsight.home", folder.toString());
        try {
            assertEquals(1, new CommandLine(new PackCommand()).execute("try", "safekit", "a.log"), this::said);
            assertTrue(said().contains("build it with `./failsight up`"), said());
        } finally {
            System.setProperty("failsight.home", home);
        }
    }

    /** Keys, values and names of files may have been written by somebody who wants the terminal to show something else. */
    @Test
    void nothingOfAFileReachesTheTerminalAsASignThatControlsIt() throws Exception {
        Path file = folder.resolve("evil\u001b[2J\u202e.yaml");
        Files.writeString(file, "\"\\e[31mli\\u202esten\": \"\\u009b2J\\u0007\"\nports: {\"\\e]0;owned\": 1}\n");

        assertEquals(1, new CommandLine(new CheckConfigCommand()).execute(file.toString()), this::said);
        Files.writeString(folder.resolve("failsight.yaml"), Files.readString(file));
        new CommandLine(new DoctorCommand()).execute("--data", folder.toString());
        new CommandLine(new StatusCommand()).execute("--data", folder + "\u001b[2J");
        new CommandLine(new DemoCommand()).execute("--data", folder.toString(), "\u001b[2Jdemo");

        assertTrue(said().contains("[U+001B]"), said());
        said().replace("\n", "").codePoints().forEach(c -> assertFalse(VisibleText.isHidden(c), this::said));
    }

    @Test
    void coloursAreOurOwnOnly() {
        System.setProperty("failsight.colour", "true");
        try {
            Screen screen = Screen.standard();
            screen.line(screen.strong("ready") + " \u001b[2J\u001b[35m\u001b[31;5m evil");
        } finally {
            System.clearProperty("failsight.colour");
        }
        assertEquals("\u001b[1mready\u001b[0m [U+001B][2J[U+001B][35m[U+001B][31;5m evil\n", said());
    }

    @Test
    void theFirstPasswordGoesToAFileWhereTheScreenIsAJournal() throws Exception {
        Path file = folder.resolve("first-password");
        OncePassword password = new OncePassword(Optional.of("abcde-fghij"), Screen.standard(), Optional.of(file));
        password.show();
        password.show();
        assertFalse(said().contains("abcde"), said());
        assertEquals("abcde-fghij\n", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
}
