package io.failsight.it.bench;

import io.failsight.it.CollectorProcess;
import io.failsight.it.Index;
import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The same lines at an even rate in small writes: what a trickle costs, and how soon an entry can be found. */
final class PacedBench {
    private static final int COST_RATE = 20_000;
    /** Lines that the file must hold. */
    static final int COST_LINES = 500_000;

    private static final int DELAY_RATE = 5_000;
    private static final int DELAY_LINES = 150_000;

    private final Path home;
    private final Path work;
    private final Path lines;
    private final NodeProcess node;
    private final Index index;
    private final List<String> options;
    private final Map<String, Object> figures;
    private final List<Aim> aims;

    PacedBench(
            Path home,
            Path work,
            Path lines,
            NodeProcess node,
            Index index,
            List<String> options,
            Map<String, Object> figures,
            List<Aim> aims) {
        this.home = home;
        this.work = work;
        this.lines = lines;
        this.node = node;
        this.index = index;
        this.options = options;
        this.figures = figures;
        this.aims = aims;
    }

    void run() throws IOException, InterruptedException {
        index.deleteAll();
        try (CollectorProcess collector = new CollectorProcess(home, work, node.address(), node.token(), options)) {
            index.recreateAll();
            warm(collector);
            double before = collector.usage().cpuSeconds();
            Senders.paced(lines, collector.port("syslog"), COST_LINES, COST_RATE, sent -> {});
            index.awaitCount(COST_LINES);
            double cpu = (collector.usage().cpuSeconds() - before) * 1e6 / COST_LINES;
            figures.put("paced.collector.cpuSecondsPerMillion", cpu);
            aims.add(Aim.atMost("syslog: collector CPU-s per million at 20,000/s in 10-line writes", cpu, 5));
            double p99 = delay(collector);
            figures.put("delay.p99.seconds", p99);
            aims.add(Aim.atMost("receipt to searchable, p99 at 5,000/s, seconds", p99, 3));
        }
    }

    /** As warm as a collector that took a burst before: what its compilers cost is no cost of the pace. */
    private void warm(CollectorProcess collector) throws IOException, InterruptedException {
        Senders.burst(lines, collector.port("syslog"));
        index.awaitCount(COST_LINES);
        index.recreateAll();
        Senders.paced(lines, collector.port("syslog"), COST_LINES / 5, COST_RATE, sent -> {});
        index.awaitCount(COST_LINES / 5);
        index.recreateAll();
    }

    /** Seconds from sending a line to finding it, for all lines but one in a hundred. */
    private double delay(CollectorProcess collector) throws IOException, InterruptedException {
        index.recreateAll();
        long[] sentAt = new long[DELAY_LINES + 1];
        double[] delays = new double[DELAY_LINES];
        Thread sender = Thread.ofPlatform().start(() -> {
            try {
                Senders.paced(lines, collector.port("syslog"), DELAY_LINES, DELAY_RATE, sent -> {
                    long now = System.nanoTime();
                    synchronized (sentAt) {
                        Arrays.fill(sentAt, (int) sent - 9, (int) sent + 1, now);
                    }
                });
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        int found = 0;
        while (found < DELAY_LINES) {
            int count = (int) index.count();
            long now = System.nanoTime();
            synchronized (sentAt) {
                // Lines are indexed in the order of sending up to the few bodies in flight.
                for (; found < count; found++) {
                    delays[found] = (now - sentAt[found + 1]) / 1e9;
                }
            }
            if (!sender.isAlive() && found < DELAY_LINES) {
                index.awaitCount(DELAY_LINES);
            }
            Thread.sleep(20);
        }
        sender.join();
        return IngestBench.percentile(delays, 0.99);
    }
}
