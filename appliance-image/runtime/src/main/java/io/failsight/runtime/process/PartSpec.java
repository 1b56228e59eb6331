package io.failsight.runtime.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to run and how.
 *
 * @param id lower-kebab name
 * @param title name for people
 * @param command program and arguments
 * @param environment added to what this process has; an empty value removes the variable
 * @param directory working directory
 * @param log file that takes its output, rotated
 * @param address where it listens, for people
 * @param probe tells when it is ready
 * @param stopLimit how long it may take to end on SIGTERM before it is killed
 */
public record PartSpec(
        String id,
        String title,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log,
        String address,
        Probe probe,
        Duration stopLimit) {
    public PartSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
