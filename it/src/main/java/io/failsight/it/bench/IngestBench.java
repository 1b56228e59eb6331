package io.failsight.it.bench;

import io.failsight.it.CollectorProcess;
import io.failsight.it.Index;
import io.failsight.it.ProcessUsage;
import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * From the wire to searchable, beside the same documents loaded straight into the same OpenSearch, in interleaved pairs so that a noisy machine
 * is noisy for both.
 */
final class IngestBench {
    private static final int CONNECTIONS = 3;
    private static final List<String> BENCH_OPTIONS = List.of("-Dfailsight.local-logs.enabled=false");

    private final Path home;
    private final Path work;
    private final int entries;
    private final int pairs;
    private final Map<String, Object> figures = new TreeMap<>();
    private final List<Aim> aims = new ArrayList<>();

    IngestBench(Path home, Path work, int entries, int pairs) {
        this.home = home;
        this.work = work;
        this.entries = entries;
        this.pairs = pairs;
    }

    /** One way from the wire into the index. */
    private record Load(String name, Path file, boolean otlp) {}

    /** What one run took. */
    private record Run(double seconds, double collectorCpu, double opensearchCpu) {}

    Map<String, Object> figures() {
        return figures;
    }

    List<Aim> run() throws IOException, InterruptedException {
        Load syslog = new Load("syslog", SyslogCorpus.write(work, entries), false);
        Load otlp = new Load("otlp", OtlpCorpus.write(work, entries), true);
        Path syslogBodies = record(syslog);
        Path otlpBodies = record(otlp);
        try (NodeProcess node = NodeProcess.start(fresh("node"), 0, "2g");
                Index index = new Index(node.address(), node.token())) {
            measure(syslog, syslogBodies, node, index);
            measure(otlp, otlpBodies, node, index);
            new PacedBench(
                            home,
                            fresh("paced"),
                            SyslogCorpus.write(work, PacedBench.COST_LINES),
                            node,
                            index,
                            BENCH_OPTIONS,
                            figures,
                            aims)
                    .run();
            RsyslogRun.measure(fresh("rsyslog"), syslog.file(), entries, node, index, figures);
        }
        aims.add(StartBench.measure(fresh("start"), figures));
        return aims;
    }

    /** A collector writes its documents into a recorder, so that the straight load has the very same ones. */
    private Path record(Load load) throws IOException, InterruptedException {
        Path file = work.resolve(load.name() + "-bodies.bin");
        try (BulkRecorder recorder = new BulkRecorder(file);
                CollectorProcess collector =
                        new CollectorProcess(home, fresh("record"), recorder.address(), "none", BENCH_OPTIONS)) {
            send(load, collector);
            for (int i = 0; recorder.documents() < entries && i < 3_000; i++) {
                Thread.sleep(100);
            }
            if (recorder.documents() != entries) {
                throw new IOException(
                        recorder.documents() + " documents came of " + entries + " " + load.name() + " records");
            }
        }
        return file;
    }

    private static void send(Load load, CollectorProcess collector) throws IOException, InterruptedException {
        if (load.otlp()) {
            Senders.otlp(load.file(), collector.port("otlp-http"), 2);
        } else {
            Senders.burst(load.file(), collector.port("syslog"));
        }
    }

    private void measure(Load load, Path bodies, NodeProcess node, Index index)
            throws IOException, InterruptedException {
        List<Double> ratios = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        List<Double> straightSeconds = new ArrayList<>();
        ProcessUsage usage;
        double bytes;
        try (CollectorProcess collector =
                new CollectorProcess(home, fresh("collector"), node.address(), node.token(), BENCH_OPTIONS)) {
            straight(bodies, node, index); // warms OpenSearch
            through(load, collector, node, index); // warms the collector
            for (int pair = 1; pair <= pairs; pair++) {
                double straight = straight(bodies, node, index);
                Run run = through(load, collector, node, index);
                straightSeconds.add(straight);
                runs.add(run);
                ratios.add(straight / run.seconds());
                System.out.printf(
                        Locale.ROOT,
                        "  %s pair %d: straight %.1f s, through the collector %.1f s, ratio %.3f, collector %.2f CPU-s, OpenSearch %.1f CPU-s%n",
                        load.name(),
                        pair,
                        straight,
                        run.seconds(),
                        straight / run.seconds(),
                        run.collectorCpu(),
                        run.opensearchCpu());
            }
            bytes = index.bytesPerEntry();
            usage = collector.usage();
        }
        report(load, ratios, runs, straightSeconds, usage, bytes);
    }

    private void report(
            Load load, List<Double> ratios, List<Run> runs, List<Double> straight, ProcessUsage usage, double bytes) {
        double million = 1_000_000.0 / entries;
        double cpu = median(runs.stream().mapToDouble(Run::collectorCpu)) * million;
        String name = load.name();
        figures.put(name + ".ratio.all", ratios);
        figures.put(name + ".seconds", runs.stream().map(Run::seconds).toList());
        figures.put(name + ".straight.seconds", straight);
        figures.put(name + ".perSecond", entries / median(runs.stream().mapToDouble(Run::seconds)));
        figures.put(
                name + ".opensearch.cpuSecondsPerMillion",
                median(runs.stream().mapToDouble(Run::opensearchCpu)) * million);
        figures.put(name + ".collector.cpuSecondsPerMillion", cpu);
        figures.put(name + ".bytesPerEntry", bytes);
        figures.put(name + ".collector.residentBytes", usage.peakResidentBytes());
        aims.add(Aim.atLeast(
                name + ": median of straight load / through the collector",
                median(ratios.stream().mapToDouble(Double::doubleValue)),
                0.93));
        if (!load.otlp()) {
            aims.add(Aim.atMost(name + ": collector CPU-s per million, burst, warm", cpu, 2.5));
        }
        aims.add(Aim.atMost(name + ": collector's peak resident memory, MB", usage.peakResidentBytes() / 1e6, 400));
        aims.add(Aim.atMost(name + ": bytes on disk per entry, merged", bytes, 220));
    }

    private double straight(Path bodies, NodeProcess node, Index index) throws IOException, InterruptedException {
        index.recreateAll();
        long start = System.nanoTime();
        StraightLoader.load(bodies, node.port(), node.token(), CONNECTIONS);
        index.awaitCount(entries);
        return (System.nanoTime() - start) / 1e9;
    }

    private Run through(Load load, CollectorProcess collector, NodeProcess node, Index index)
            throws IOException, InterruptedException {
        index.recreateAll();
        double collectorCpu = collector.usage().cpuSeconds();
        double opensearchCpu = ProcessUsage.of(node.process().pid()).cpuSeconds();
        long start = System.nanoTime();
        send(load, collector);
        index.awaitCount(entries);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Run(
                seconds,
                collector.usage().cpuSeconds() - collectorCpu,
                ProcessUsage.of(node.process().pid()).cpuSeconds() - opensearchCpu);
    }

    static double median(java.util.stream.DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }

    private Path fresh(String name) throws IOException {
        Path folder = work.resolve(name);
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
