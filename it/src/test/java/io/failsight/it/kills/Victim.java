package io.failsight.it.kills;

import io.failsight.it.Metrics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One part of the appliance as a process that is killed and started again on the same folder and ports. Thread-safe. */
final class Victim implements AutoCloseable {
    private static final long START_LIMIT_SECONDS = 180;
    private static final long STOP_LIMIT_SECONDS = 60;

    private final String name;
    private final List<String> command;
    private final Path out;
    private final URI ready;
    private final String token;
    private @Nullable Process process;
    private boolean wasKilled;

    /**
     * A part that does not run yet.
     *
     * @param out file that takes what it prints
     * @param ready answers 200 when the part is ready
     * @param token goes along as bearer token; empty for none
     */
    Victim(String name, List<String> command, Path out, URI ready, String token) {
        this.name = name;
        this.command = List.copyOf(command);
        this.out = out;
        this.ready = ready;
        this.token = token;
    }

    String name() {
        return name;
    }

    /** Starts it and does not wait. */
    synchronized void launch() throws IOException {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        wasKilled = false;
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .start();
    }

    private synchronized Process process() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    /** Waits until it is ready; false when it was killed meanwhile. */
    boolean awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        while (process().isAlive()) {
            if (Metrics.status(ready, token) == 200) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(name + " was not ready after " + START_LIMIT_SECONDS + " s; " + said());
            }
            Thread.sleep(50);
        }
        synchronized (this) {
            if (!wasKilled) {
                throw new AssertionError(
                        name + " ended by itself with " + process().exitValue() + "; " + said());
            }
        }
        return false;
    }

    private String said() throws IOException {
        List<String> lines = Files.readAllLines(out);
        return "it said last: " + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /** Ends it without warning, as a power cut would; false when it had ended before. */
    boolean kill9() throws InterruptedException {
        Process current = process();
        synchronized (this) {
            if (!current.isAlive()) {
                return false;
            }
            wasKilled = true;
            current.destroyForcibly();
        }
        current.waitFor();
        return true;
    }

    /** Asks it to end and does not wait. */
    synchronized void terminate() {
        wasKilled = true; // its end is no surprise
        process().toHandle().destroy();
    }

    boolean isAlive() {
        return process().isAlive();
    }

    /** Stops it in order. */
    @Override
    public void close() {
        Process current;
        synchronized (this) {
            current = process;
        }
        if (current == null) {
            return;
        }
        current.toHandle().destroy();
        try {
            if (!current.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                current.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
