package io.failsight.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One child process kept alive: started, probed, started again with back-off when it dies, stopped with a time limit.
 * Its standard input is a pipe that closes when this process ends, so that a child that watches it never outlives its
 * supervisor. Thread-safe.
 */
public final class SupervisedPart {
    private static final long PROBE_STARTING_MILLIS = 100;
    private static final long PROBE_READY_MILLIS = 5_000;
    private static final long LOG_BYTES = 10L * 1024 * 1024;
    private static final int LOGS_KEPT = 3;

    private final PartSpec spec;
    private final InstantSource clock;
    private final BackOff backOff;
    private final PartListener listener;
    private final Thread thread;
    private final CountDownLatch stopAsked = new CountDownLatch(1);

    private @Nullable Process process;
    private PartState state = PartState.WAITING;
    private Instant since;
    private int starts;

    public SupervisedPart(PartSpec spec, InstantSource clock, BackOff backOff, PartListener listener) {
        this.spec = spec;
        this.clock = clock;
        this.backOff = backOff;
        this.listener = listener;
        this.since = clock.instant();
        this.thread = Thread.ofPlatform().name("part-" + spec.id()).unstarted(this::run);
    }

    /** Begins to run the part; returns at once. */
    public void start() {
        thread.start();
    }

    public PartSpec spec() {
        return spec;
    }

    /** Its row of status. */
    public synchronized PartStatus status() {
        Process current = process;
        long pid = current == null ? 0 : current.pid();
        long bytes = pid == 0 ? 0 : ProcessMemory.residentBytes(pid);
        return new PartStatus(spec.id(), state, pid, bytes, spec.address(), since, Math.max(0, starts - 1));
    }

    /** Asks the part to end, kills it after its limit, and returns when it is gone. May be called again. */
    public void stop() {
        Instant begun = clock.instant();
        Process current;
        synchronized (this) {
            if (stopAsked.getCount() == 0) {
                return;
            }
            stopAsked.countDown();
            current = process;
            move(PartState.STOPPING);
        }
        boolean killed = current != null && end(current);
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.stopped(spec, Duration.between(begun, clock.instant()), killed);
    }

    private boolean end(Process current) {
        // Process.destroy would also close its pipes: the last words of the part, and an AOT cache, were lost with
        // them.
        current.toHandle().destroy();
        try {
            if (current.waitFor(spec.stopLimit().toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        current.destroyForcibly();
        return true;
    }

    private void run() {
        try {
            while (stopAsked.getCount() > 0) {
                Instant begun = clock.instant();
                String how = runOnce(begun);
                if (stopAsked.getCount() > 0) {
                    Duration wait = backOff.afterRunOf(Duration.between(begun, clock.instant()));
                    gone(PartState.WAITING);
                    listener.died(spec, how, wait);
                    stopAsked.await(wait.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            gone(PartState.STOPPED);
        }
    }

    /** Runs the process until it ends; returns how it ended. */
    private String runOnce(Instant begun) throws InterruptedException {
        Process current;
        try {
            current = launch();
        } catch (IOException e) {
            return "cannot be started: " + e.getMessage();
        }
        if (current == null) {
            return "stopped";
        }
        Thread output = Thread.ofPlatform().name("output-" + spec.id()).start(() -> drain(current));
        watch(current, begun);
        int code = current.waitFor();
        output.join(Duration.ofSeconds(2)); // a grandchild may hold the pipe open
        return code > 128 && code < 160 ? "ended by signal " + (code - 128) : "ended with exit code " + code;
    }

    private synchronized @Nullable Process launch() throws IOException {
        if (stopAsked.getCount() == 0) {
            return null;
        }
        starts++;
        move(PartState.STARTING);
        var builder = new ProcessBuilder(spec.command())
                .directory(spec.directory().toFile())
                .redirectErrorStream(true);
        spec.environment().forEach((key, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(key);
            } else {
                builder.environment().put(key, value);
            }
        });
        Process current = builder.start();
        process = current;
        return current;
    }

    private void watch(Process current, Instant begun) throws InterruptedException {
        long pause = PROBE_STARTING_MILLIS;
        boolean wasReady = false;
        while (!current.waitFor(pause, TimeUnit.MILLISECONDS)) {
            boolean ready = spec.probe().isReady();
            if (ready && !wasReady) {
                wasReady = true;
                pause = PROBE_READY_MILLIS;
                moveIfRunning(PartState.READY);
                listener.ready(spec, Duration.between(begun, clock.instant()));
            } else if (wasReady) {
                moveIfRunning(ready ? PartState.READY : PartState.SILENT);
            }
        }
    }

    private void drain(Process current) {
        byte[] buffer = new byte[8192];
        try (var log = new RotatingLog(spec.log(), LOG_BYTES, LOGS_KEPT);
                InputStream output = current.getInputStream()) {
            byte[] mark = ("--- " + clock.instant() + " " + spec.id() + " started, pid " + current.pid() + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            log.write(mark, mark.length);
            for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
                log.write(buffer, length);
            }
        } catch (IOException e) {
            return; // the process is gone and its pipe with it
        }
    }

    private synchronized void gone(PartState next) {
        process = null;
        move(next);
    }

    private synchronized void moveIfRunning(PartState next) {
        if (stopAsked.getCount() > 0 && state != next) {
            state = next;
        }
    }

    private synchronized void move(PartState next) {
        state = next;
        since = clock.instant();
    }
}
