package io.failsight.it.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the system and waits for them. Stateless. */
public final class Commands {
    private static final long LIMIT_SECONDS = 20;

    private Commands() {}

    /** What the command printed. */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end within " + LIMIT_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output.strip());
        }
        return output;
    }

    /** The same for a line of words, none of which holds a blank. */
    public static String line(String line) throws IOException, InterruptedException {
        return run(List.of(line.split(" ")).toArray(String[]::new));
    }

    public static boolean succeeds(String line) throws InterruptedException {
        try {
            line(line);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
