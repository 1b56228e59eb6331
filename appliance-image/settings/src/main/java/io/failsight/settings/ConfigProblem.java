package io.failsight.settings;

/**
 * One thing wrong in failsight.yaml.
 *
 * @param line line in the file, from 1
 * @param message what is wrong and what to write instead
 */
public record ConfigProblem(int line, String message) {
    @Override
    public String toString() {
        return "line " + line + ": " + message;
    }
}
