package io.failsight.runtime.process;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** All parts together: started side by side, stopped in the reverse of their order, one after the other. Thread-safe. */
public final class Supervisor {
    private final List<SupervisedPart> parts;

    public Supervisor(List<PartSpec> specs, InstantSource clock, PartListener listener) {
        this.parts = specs.stream()
                .map(spec -> new SupervisedPart(spec, clock, BackOff.standard(), listener))
                .toList();
    }

    /** Starts all; returns at once. */
    public void start() {
        parts.forEach(SupervisedPart::start);
    }

    /** One row a part, in start order. */
    public List<PartStatus> status() {
        return parts.stream().map(SupervisedPart::status).toList();
    }

    /** The parts that are not ready, in start order. */
    public List<PartSpec> notReady() {
        return parts.stream()
                .filter(part -> part.status().state() != PartState.READY)
                .map(SupervisedPart::spec)
                .toList();
    }

    /** Waits until all are ready; false when the limit passes first. */
    public boolean awaitReady(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!notReady().isEmpty()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    /** Stops all, the last part first, so that readers end before what they read from. */
    public synchronized void stop() {
        parts.reversed().forEach(SupervisedPart::stop);
    }
}
