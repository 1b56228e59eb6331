package io.failsight.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingLogTest {
    @TempDir
    Path folder;

    @Test
    void keepsTheYoungestLinesWholeInFilesOfBoundedSize() throws Exception {
        Path file = folder.resolve("part.out");
        try (var log = new RotatingLog(file, 100, 2)) {
            for (int i = 1000; i < 1100; i++) {
                write(log, "line " + i + "\n");
            }
        }
        String kept = Files.readString(folder.resolve("part.out.2"))
                + Files.readString(folder.resolve("part.out.1"))
                + Files.readString(file);
        assertTrue(kept.endsWith("line 1098\nline 1099\n"), kept);
        assertTrue(kept.lines().allMatch(line -> line.matches("line \\d{4}")), kept);
        assertTrue(kept.length() <= 330, "about three times the limit, was " + kept.length());
        assertFalse(Files.exists(folder.resolve("part.out.3")));
    }

    @Test
    void appendsToWhatAnEarlierRunLeft() throws Exception {
        Path file = Files.writeString(folder.resolve("part.out"), "before\n");
        try (var log = new RotatingLog(file, 100, 2)) {
            write(log, "after\n");
        }
        assertEquals("before\nafter\n", Files.readString(file));
    }

    @Test
    void losesOutputWhenItsFolderIsGoneAndGoesOnWhenItIsBack() throws Exception {
        Path gone = folder.resolve("gone");
        try (var log = new RotatingLog(gone.resolve("part.out"), 100, 2)) {
            write(log, "lost\n");
            Files.createDirectory(gone);
            write(log, "kept\n");
        }
        assertEquals("kept\n", Files.readString(gone.resolve("part.out")));
    }

    private static void write(RotatingLog log, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        log.write(bytes, bytes.length);
    }
}
