package io.failsight.runtime.command;

import io.failsight.settings.ConfigException;
import io.failsight.settings.ConfigProblem;
import io.failsight.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code check-config FILE}: every problem of the file with its line. Exit code 1 when there is one. */
@Command(name = "check-config", description = "Check a failsight.yaml and name every problem with its line.")
public final class CheckConfigCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The file to check.")
    private Path file = Path.of("failsight.yaml");

    private final Screen screen = Screen.standard();

    @Override
    public Integer call() {
        if (!Files.isReadable(file)) {
            screen.error(file + " is not there or cannot be read: give the path of a failsight.yaml.");
            return 1;
        }
        try {
            SettingsReader.check(file);
            screen.line(file + " is good.");
            return 0;
        } catch (ConfigException e) {
            for (ConfigProblem problem : e.problems()) {
                screen.error(file + " " + problem);
            }
        } catch (IOException e) {
            screen.error(file + " cannot be read: " + e.getMessage());
        }
        return 1;
    }
}
