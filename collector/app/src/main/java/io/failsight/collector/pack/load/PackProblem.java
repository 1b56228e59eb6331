package io.failsight.collector.pack.load;

import java.nio.file.Path;

/**
 * What is wrong with a pack. Immutable and thread-safe.
 *
 * @param file the file or folder
 * @param line line from 1, or 0 where it is the file as a whole
 * @param message what is wrong and what to do
 */
public record PackProblem(Path file, int line, String message) {
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ": " + message;
    }
}
