package io.failsight.runtime.command;

import io.failsight.runtime.data.DataFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data}, shared by all commands that look at a data folder. */
public final class DataOption {
    @Option(names = "--data", paramLabel = "DIR", description = "Data folder (default: data beside ./failsight).")
    private @Nullable Path data;

    DataFolder folder() {
        return new DataFolder(data == null ? home().resolve("data") : data);
    }

    /** Top of the tree, told by the script. */
    static Path home() {
        return Path.of(System.getProperty("failsight.home", "."))
                .toAbsolutePath()
                .normalize();
    }
}
