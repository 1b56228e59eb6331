package io.failsight.runtime.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupTest {
    @TempDir
    Path folder;

    private void group(String max, String current, String stat) throws IOException {
        Files.writeString(folder.resolve("memory.max"), max + "\n");
        Files.writeString(folder.resolve("memory.current"), current + "\n");
        Files.writeString(folder.resolve("memory.stat"), stat);
    }

    @Test
    void countsWhatTheKernelKeepsOfFilesAsFree() throws Exception {
        group("1000", "900", "anon 200\ninactive_file 500\nactive_file 150\nfile_mapped 7\n");

        assertEquals(750, ControlGroup.availableBytes(folder));
    }

    @Test
    void neverSaysMoreThanTheLimitNorLessThanNothing() throws Exception {
        group("1000", "900", "inactive_file 5000\n");
        assertEquals(1000, ControlGroup.availableBytes(folder));
        group("1000", "1200", "");
        assertEquals(0, ControlGroup.availableBytes(folder));
    }

    @Test
    void knowsNoLimitWhereThereIsNone() throws Exception {
        assertEquals(Long.MAX_VALUE, ControlGroup.availableBytes(folder.resolve("none")));
        group("max", "900", "");
        assertEquals(Long.MAX_VALUE, ControlGroup.availableBytes(folder));
    }
}
