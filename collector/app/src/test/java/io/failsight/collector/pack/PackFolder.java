package io.failsight.collector.pack;

import io.failsight.collector.pack.load.PackLoad;
import io.failsight.collector.pack.load.PackLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of packs that a test writes. */
public record PackFolder(Path path) {
    /** Writes a pack with name, version and description before the rest. */
    public PackFolder with(String name, String rest) {
        return withFile(name, "name: " + name + "\nversion: 1\ndescription: made for a test\n" + rest);
    }

    /** Writes a pack's file as it is. */
    public PackFolder withFile(String name, String content) {
        try {
            Path folder = Files.createDirectories(path.resolve(name));
            Files.writeString(folder.resolve("pack.yaml"), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads what was written. */
    public PackLoad load() {
        return PackLoader.load(List.of(path));
    }
}
