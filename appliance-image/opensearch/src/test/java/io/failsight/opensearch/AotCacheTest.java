package io.failsight.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    @TempDir
    Path folder;

    private Path lib;
    private Path cache;

    @BeforeEach
    void buildAtSecondTen() throws IOException {
        lib = Files.createDirectory(folder.resolve("lib"));
        cache = folder.resolve("opensearch.aot");
        touch(lib.resolve("a.jar"), 5);
        touch(lib.resolve("b.jar"), 10);
    }

    @Test
    void usesCacheMadeAfterTheJars() throws IOException {
        touch(cache, 11);

        assertEquals(List.of("-XX:AOTCache=" + cache.toAbsolutePath()), AotCache.flags(cache, lib));
    }

    @Test
    void leavesOutCacheOlderThanAJar() throws IOException {
        touch(cache, 9);

        assertEquals(List.of(), AotCache.flags(cache, lib));
    }

    @Test
    void leavesOutCacheOlderThanAJarInAFolderBelow() throws IOException {
        touch(cache, 11);
        touch(Files.createDirectory(lib.resolve("main")).resolve("c.jar"), 12);

        assertEquals(List.of(), AotCache.flags(cache, lib));
    }

    @Test
    void leavesOutMissingCache() throws IOException {
        assertEquals(List.of(), AotCache.flags(cache, lib));
    }

    private static void touch(Path file, long second) throws IOException {
        Files.writeString(file, "");
        Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000));
    }
}
