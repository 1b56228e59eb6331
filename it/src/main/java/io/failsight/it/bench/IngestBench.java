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
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
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

    /** What one run took; the collector's part is 0 for the straight load. */
    private record Run(double seconds, double collectorCpu, double opensearchCpu) {}

    /** A straight load and one through the collector, one right after the other. */
    private record Pair(Run straight, Run through) {
        double ratio() {
            return straight.seconds() / through.seconds();
        }
    }

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
            paced(node, index);
            RsyslogRun.measure(fresh("rsyslog"), syslog.file(), entries, node, index, figures);
        }
        aims.add(StartBench.measure(fresh("start"), figures));
        return aims;
    }

    /** The paced part alone. */
    List<Aim> runPaced() throws IOException, InterruptedException {
        try (NodeProcess node = NodeProcess.start(fresh("node"), 0, "2g");
                Index index = new Index(node.address(), node.token())) {
            paced(node, index);
        }
        return aims;
    }

    private void paced(NodeProcess node, Index index) throws IOException, InterruptedException {
        Path lines = SyslogCorpus.write(work, PacedBench.COST_LINES);
        new PacedBench(home, fresh("paced"), lines, node, index, BENCH_OPTIONS, figures, aims).run();
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
        List<Pair> all = new ArrayList<>();
        ProcessUsage usage;
        double bytes;
        try (CollectorProcess collector =
                new CollectorProcess(home, fresh("collector"), node.address(), node.token(), BENCH_OPTIONS)) {
            straight(bodies, node, index); // warms OpenSearch
            through(load, collector, node, index); // warms the collector
            for (int number = 1; number <= pairs; number++) {
                Pair pair = pair(number, load, bodies, collector, node, index);
                all.add(pair);
                print(load, number, pair);
            }
            bytes = index.bytesPerEntry();
            usage = collector.usage();
        }
        report(load, all, usage, bytes);
    }

    /** Every other pair starts with the collector, so that a machine that gets slower or faster favours neither. */
    private Pair pair(int number, Load load, Path bodies, CollectorProcess collector, NodeProcess node, Index index)
            throws IOException, InterruptedException {
        if (number % 2 == 1) {
            Run straight = straight(bodies, node, index);
            return new Pair(straight, through(load, collector, node, index));
        }
        Run through = through(load, collector, node, index);
        return new Pair(straight(bodies, node, index), through);
    }

    private static void print(Load load, int number, Pair pair) {
        System.out.printf(
                Locale.ROOT,
                "  %s pair %d: straight %.1f s (OpenSearch %.1f CPU-s), through the collector %.1f s (OpenSearch %.1f CPU-s, collector %.2f CPU-s), ratio %.3f%n",
                load.name(),
                number,
                pair.straight().seconds(),
                pair.straight().opensearchCpu(),
                pair.through().seconds(),
                pair.through().opensearchCpu(),
                pair.through().collectorCpu(),
                pair.ratio());
    }

    private void report(Load load, List<Pair> pairs, ProcessUsage usage, double bytes) {
        double million = 1_000_000.0 / entries;
        double cpu = medianOf(pairs, pair -> pair.through().collectorCpu()) * million;
        String name = load.name();
        figures.put(name + ".ratio.all", pairs.stream().map(Pair::ratio).toList());
        figures.put(
                name + ".seconds",
                pairs.stream().map(pair -> pair.through().seconds()).toList());
        figures.put(
                name + ".straight.seconds",
                pairs.stream().map(pair -> pair.straight().seconds()).toList());
        figures.put(
                name + ".perSecond",
                entries / medianOf(pairs, pair -> pair.through().seconds()));
        figures.put(
                name + ".opensearch.cpuSecondsPerMillion",
                medianOf(pairs, pair -> pair.through().opensearchCpu()) * million);
        figures.put(
                name + ".straight.opensearch.cpuSecondsPerMillion",
                medianOf(pairs, pair -> pair.straight().opensearchCpu()) * million);
        figures.put(name + ".collector.cpuSecondsPerMillion", cpu);
        figures.put(name + ".bytesPerEntry", bytes);
        figures.put(name + ".collector.residentBytes", usage.peakResidentBytes());
        aims.add(Aim.atLeast(
                name + ": median of straight load / through the collector", medianOf(pairs, Pair::ratio), 0.93));
        if (!load.otlp()) {
            aims.add(Aim.atMost(name + ": collector CPU-s per million, burst, warm", cpu, 2.5));
        }
        aims.add(Aim.atMost(name + ": collector's peak resident memory, MB", usage.peakResidentBytes() / 1e6, 400));
        aims.add(Aim.atMost(name + ": bytes on disk per entry, merged", bytes, 220));
    }

    private Run straight(Path bodies, NodeProcess node, Index index) throws IOException, InterruptedException {
        index.recreateAll();
        double opensearchCpu = ProcessUsage.of(node.process().pid()).cpuSeconds();
        long start = System.nanoTime();
        StraightLoader.load(bodies, node.port(), node.token(), CONNECTIONS);
        index.awaitCount(entries);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Run(seconds, 0, ProcessUsage.of(node.process().pid()).cpuSeconds() - opensearchCpu);
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

    private static double medianOf(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        return median(pairs.stream().mapToDouble(figure));
    }

    static double median(DoubleStream values) {
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
