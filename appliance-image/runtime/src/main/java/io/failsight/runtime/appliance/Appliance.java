package io.failsight.runtime.appliance;

import io.failsight.runtime.control.ApplianceStatus;
import io.failsight.runtime.control.ControlServer;
import io.failsight.runtime.control.InstanceLock;
import io.failsight.runtime.data.DataFolder;
import io.failsight.runtime.process.PartListener;
import io.failsight.runtime.process.PartSpec;
import io.failsight.runtime.process.ProcessMemory;
import io.failsight.runtime.process.Supervisor;
import io.failsight.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** One running Failsight: its lock, its parts and its ear. Thread-safe; closing twice is harmless. */
public final class Appliance implements AutoCloseable {
    private final Settings settings;
    private final InstanceLock lock;
    private final Supervisor supervisor;
    private final ControlServer control;
    private final Instant since;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private boolean closed;

    /** Starts all parts; takes over the lock. */
    public Appliance(
            DataFolder folder,
            Settings settings,
            List<PartSpec> specs,
            InstanceLock lock,
            InstantSource clock,
            PartListener listener)
            throws IOException {
        this.settings = settings;
        this.lock = lock;
        this.since = clock.instant();
        this.supervisor = new Supervisor(specs, clock, listener);
        this.control = new ControlServer(folder.run(), this::status, stopAsked::countDown);
        supervisor.start();
    }

    /** What status shows. */
    public ApplianceStatus status() {
        long pid = ProcessHandle.current().pid();
        return new ApplianceStatus(
                settings.consoleAddress(), pid, ProcessMemory.residentBytes(pid), since, supervisor.status());
    }

    /** The parts that did not become ready within the limit, or because of a request to stop; empty when all are. */
    public List<PartSpec> awaitReady(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - end < 0 && stopAsked.getCount() > 0) {
            if (supervisor.awaitReady(Duration.ofMillis(200))) {
                return List.of();
            }
        }
        return supervisor.notReady();
    }

    /** Whether somebody asked it to stop. */
    public boolean stopAsked() {
        return stopAsked.getCount() == 0;
    }

    /** Returns when somebody asks it to stop. */
    public void awaitStop() throws InterruptedException {
        stopAsked.await();
    }

    /** Stops the parts in order, then lets go of the data folder. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopAsked.countDown();
        supervisor.stop();
        try {
            control.close();
            lock.close();
        } catch (IOException e) {
            return; // the kernel closes both with the process
        }
    }
}
