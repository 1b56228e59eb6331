package io.failsight.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** failsight.yaml cannot be used; the message names the file and every problem on one line. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<ConfigProblem> problems;

    ConfigException(Path file, List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("; ", file + " ", "")));
        this.problems = List.copyOf(problems);
    }

    /** All problems in the order of the file. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
