package io.failsight.collector.disk;

import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Looks at the file system twice a second and knows the step that is reached. Thread-safe; {@link #step} costs one volatile read.
 */
public final class DiskWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DiskWatch.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final DiskMarks marks;
    private final Meter meter;
    private final Thread thread;
    private volatile DiskStep step = DiskStep.ENOUGH;
    private volatile DiskUsage usage = DiskUsage.UNKNOWN;
    private boolean complained;

    /** Tells how full the file system is. */
    @FunctionalInterface
    public interface Meter {
        /** The usage now. */
        DiskUsage read() throws IOException;
    }

    /** A watch that has looked once; it looks again after {@link #start}. */
    public DiskWatch(DiskMarks marks, Meter meter) {
        this.marks = marks;
        this.meter = meter;
        this.thread = Thread.ofVirtual().name("disk-watch").unstarted(this::run);
        look();
    }

    /** Begins to look by itself. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once. A file system that cannot be asked leaves everything as it was. */
    public void look() {
        try {
            DiskUsage now = meter.read();
            usage = now;
            step = marks.step(step, now.share());
            complained = false;
        } catch (IOException | RuntimeException e) {
            if (!complained) {
                complained = true;
                LOG.warnf("it cannot be told how full the disk of the data folder is: %s", e);
            }
        }
    }

    /** The step that is reached. */
    public DiskStep step() {
        return step;
    }

    /** How full it is. */
    public DiskUsage usage() {
        return usage;
    }

    /** The marks it goes by. */
    public DiskMarks marks() {
        return marks;
    }

    /** Bytes to free until eviction may end; 0 while nothing has to be evicted. */
    public long excessBytes() {
        return step.isAtLeast(DiskStep.EVICTING) ? usage.above(marks.evictAt() - DiskMarks.HYSTERESIS) : 0;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
