package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CollectorTest {
    private @TempDir Path folder;

    @Test
    void takesADiskThatCannotBeAskedForEmptyAndEvictsNothing() {
        assertEquals(Long.MAX_VALUE, Collector.freeBytes(folder.resolve("gone")));
        long free = Collector.freeBytes(folder);
        assertTrue(free >= 0 && free < Long.MAX_VALUE, () -> "free: " + free);
    }
}
