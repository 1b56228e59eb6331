package io.failsight.collector.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.collector.pack.load.PackLoad;
import io.failsight.collector.pack.load.PackLoader;
import java.nio.file.Path;
import java.util.List;

/** The packs of the repository. */
final class ProductPacks {
    /** Folder of the packs, seen from the module's folder, which Maven makes the working folder of tests. */
    static final Path FOLDER = Path.of("..", "packs");

    private ProductPacks() {}

    static PackSet load() {
        PackLoad load = PackLoader.load(List.of(FOLDER));
        assertEquals(List.of(), load.problems());
        return load.packs();
    }
}
