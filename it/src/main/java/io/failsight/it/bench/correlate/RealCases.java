package io.failsight.it.bench.correlate;

import io.failsight.it.lab.KeepalivedLab;
import io.failsight.it.lab.KeepalivedNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Real failovers of real keepalived pairs, each in namespaces of its own, all at the same time; their log goes through real rsyslogd. Truth is
 * when the injector did it, and when the address was seen on the other node.
 */
final class RealCases {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private final int syslogPort;

    RealCases(Path folder, int syslogPort) {
        this.folder = folder;
        this.syslogPort = syslogPort;
    }

    /** A case that happened, and when it began. */
    record Happened(FailoverCase failover, Instant begin) {}

    private enum Injection {
        CRASH,
        SCRIPT,
        LINK,
        STOP,
        PARTITION
    }

    /** Names of the clusters of that many cases. */
    static List<String> clusters(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            names.add("real" + i);
        }
        return names;
    }

    List<Happened> run(int count) throws IOException, InterruptedException {
        List<Callable<Happened>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = i % (Injection.values().length + 1);
            String cluster = clusters(count).get(i);
            all.add(
                    kind == Injection.values().length
                            ? () -> reload(cluster)
                            : () -> happen(Injection.values()[kind], cluster));
        }
        List<Happened> happened = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            for (Future<Happened> one : threads.invokeAll(all)) {
                happened.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("a real failover could not be made: " + e.getCause(), e.getCause());
        }
        return happened;
    }

    private Happened happen(Injection injection, String cluster) throws IOException, InterruptedException {
        try (KeepalivedLab lab = lab(cluster)) {
            Instant begin = Instant.now();
            lab.startBoth();
            Thread.sleep(Duration.ofSeconds(4));
            Map<String, Instant> truth = new TreeMap<>();
            truth.put("fault", inject(injection, lab));
            Instant served = lab.awaitHolder(lab.b(), LIMIT);
            if (injection != Injection.PARTITION) {
                truth.put("restored", served);
            }
            Thread.sleep(Duration.ofSeconds(8));
            recover(injection, lab);
            Instant ignored = lab.awaitHolder(lab.a(), LIMIT);
            Thread.sleep(Duration.ofSeconds(3));
            return new Happened(told(injection, cluster, begin, truth), begin);
        }
    }

    private KeepalivedLab lab(String cluster) throws IOException, InterruptedException {
        return new KeepalivedLab(folder.resolve(cluster), cluster.replace("real", "r"), cluster, syslogPort);
    }

    /** Nothing fails: both nodes read their configuration again. */
    private Happened reload(String cluster) throws IOException, InterruptedException {
        try (KeepalivedLab lab = lab(cluster)) {
            Instant begin = Instant.now();
            lab.startBoth();
            Thread.sleep(Duration.ofSeconds(4));
            for (KeepalivedNode node : List.of(lab.a(), lab.b())) {
                Instant ignored = node.reload();
                Thread.sleep(Duration.ofSeconds(6));
            }
            String name = "real keepalived RELOAD " + cluster;
            return new Happened(
                    new FailoverCase(name, cluster, Set.of(), false, Set.of(), Map.of(), List.of(), List.of()), begin);
        }
    }

    private static Instant inject(Injection injection, KeepalivedLab lab) throws IOException, InterruptedException {
        return switch (injection) {
            case CRASH -> lab.a().crash();
            case SCRIPT -> lab.a().serviceFails();
            case LINK -> lab.a().linkDown();
            case STOP -> lab.a().stop();
            case PARTITION -> lab.partition();
        };
    }

    private static void recover(Injection injection, KeepalivedLab lab) throws IOException, InterruptedException {
        Instant ignored = switch (injection) {
            case CRASH, STOP -> lab.a().start();
            case SCRIPT -> lab.a().serviceRecovers();
            case LINK -> lab.a().linkUp();
            case PARTITION -> lab.heal();
        };
    }

    private static FailoverCase told(Injection injection, String cluster, Instant begin, Map<String, Instant> truth) {
        Map<String, Double> seconds = new TreeMap<>();
        truth.forEach(
                (name, at) -> seconds.put(name, Duration.between(begin, at).toNanos() / 1e9));
        String name = "real keepalived " + injection + " " + cluster;
        boolean planned = injection == Injection.STOP;
        String kind = planned ? "planned-switch" : injection == Injection.PARTITION ? "split-brain" : "node";
        String cause = switch (injection) {
            case CRASH -> "node-lost";
            case SCRIPT -> "checker-down";
            case LINK -> "interface-down";
            case STOP -> "planned-stop";
            case PARTITION -> "network-split";
        };
        return new FailoverCase(name, cluster, Set.of(kind), planned, Set.of(cause), seconds, List.of(), List.of());
    }
}
