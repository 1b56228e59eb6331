package io.failsight.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console's own checks: its types, and its logic under Node. They run in a copy, so that no {@code node_modules} is left in the sources. */
class WebTest {
    private static final Path COPY = Path.of("target", "web-test");
    private static final Path TESTS = Path.of("src", "test", "web");
    private static final Path CONSOLE = Path.of("src", "main", "resources", "web", "app");
    private static final int MAX_MINUTES = 5;

    @Test
    void typesAreRightAndAllTestsOfTheLogicPass() throws Exception {
        copy(TESTS);
        copy(CONSOLE);
        npm("ci", "--no-audit", "--no-fund", "--prefer-offline");
        String output = npm("run", "all");
        assertTrue(count(output, "pass") > 0, () -> "no test ran:\n" + output);
        assertEquals(0, count(output, "fail") + count(output, "skipped") + count(output, "todo"), output);
    }

    /** A number of Node's summary: {@code # pass 5} or, in its other format, {@code ℹ pass 5}. */
    private static int count(String output, String name) {
        Matcher line = Pattern.compile("(?m)^\\S+ " + name + " (\\d+)\\s*$").matcher(output);
        assertTrue(line.find(), () -> "Node's summary has no '" + name + "':\n" + output);
        return Integer.parseInt(line.group(1));
    }

    private static String npm(String... arguments) throws IOException, InterruptedException {
        Path log = COPY.resolve(arguments[0] + ".log").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of("npm"), Stream.of(arguments)).toList());
        builder.environment().put("NO_COLOR", "1");
        Process npm = builder.directory(COPY.resolve(TESTS).toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(npm.waitFor(MAX_MINUTES, TimeUnit.MINUTES), () -> "npm did not end:\n" + read(log));
            assertEquals(0, npm.exitValue(), () -> "npm " + String.join(" ", arguments) + ":\n" + read(log));
        } finally {
            npm.descendants().forEach(ProcessHandle::destroy);
            npm.destroy();
        }
        return read(log);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "its output cannot be read: " + e;
        }
    }

    /** Copies a folder to the same place below {@link #COPY}; files that are gone from the sources go, {@code node_modules} stays. */
    private static void copy(Path folder) throws IOException {
        Path to = COPY.resolve(folder);
        for (Path old : files(to)) {
            Files.delete(old);
        }
        for (Path file : files(folder)) {
            Path copy = COPY.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("node_modules"))
                    .toList();
        }
    }
}
