package io.failsight.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temporary;

    @Test
    void makesPrivateFoldersAndTheVersion() throws Exception {
        var folder = new DataFolder(temporary.resolve("deep/data"));
        folder.prepare();
        for (Path path : new Path[] {folder.path(), folder.secrets(), folder.journal(), folder.logs(), folder.run()}) {
            assertEquals(
                    "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), path::toString);
        }
        assertEquals(DataFolder.FORMAT + "\n", Files.readString(folder.version()));
        folder.prepare();
    }

    @Test
    void closesAFolderThatOthersCouldRead() throws Exception {
        var folder = new DataFolder(temporary.resolve("data"));
        Files.createDirectory(folder.path());
        Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
        folder.prepare();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())));
    }

    @Test
    void refusesANewerFormat() throws Exception {
        refuses("99\n", "is of format 99, this Failsight knows formats up to 1: use the newer Failsight");
    }

    @Test
    void refusesAVersionThatIsNoNumber() throws Exception {
        refuses("soon\n", "cannot be read as a number");
    }

    @Test
    void refusesAFileAndAPlaceThatCannotBeWritten() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        assertTrue(message(new DataFolder(file)).contains("is a file: choose a folder with --data DIR"));
        assertTrue(message(new DataFolder(Path.of("/proc/failsight"))).contains("cannot be written"));
    }

    private void refuses(String version, String expected) throws IOException {
        var folder = new DataFolder(temporary);
        Files.writeString(folder.version(), version);
        String message = message(folder);
        assertTrue(message.contains(expected), message);
    }

    private static String message(DataFolder folder) {
        String message = String.valueOf(
                assertThrows(DataFolderException.class, folder::prepare).getMessage());
        assertTrue(message.indexOf('\n') < 0, "one line");
        return message;
    }
}
