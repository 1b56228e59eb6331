package io.failsight.core;

import io.failsight.core.testing.SafeKitScenes;
import io.failsight.core.testing.Scene;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import io.failsight.model.signal.Subject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Signals per second of CPU, and what is in memory afterwards: {@code CorrelatorSpeed [signals] [clusters] [batch]}. Not a test: part of {@code ./failsight bench
 * correlate}, or run by hand on a quiet machine. Arrival is in order of time up to a second; a third of the signals belong to failovers, the rest are checks and restarts.
 */
public final class CorrelatorSpeed {
    private static final int ROUND_SECONDS = 7_200;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CorrelatorSpeed() {}

    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
        int clusters = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        int batch = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 512;
        for (int round = 0; round < 3; round++) {
            double ignored = run(count, clusters, round == 2 ? 1 : batch);
        }
    }

    /** Signals per second of CPU, warm, of 100 clusters, given in batches of that size. */
    public static double signalsPerCpuSecond(int batch) {
        double ignored = run(1_000_000, 100, batch);
        return run(1_000_000, 100, batch);
    }

    private static double run(int count, int clusters, int batch) {
        List<Signal> template = template();
        Correlator correlator = new Correlator(List.of(), CorrelatorConfig.defaults());
        Random random = new Random(1);
        List<Signal> pending = new ArrayList<>();
        Set<String> told = new HashSet<>();
        long spent = 0;
        long number = 0;
        long changes = 0;
        while (number < count) {
            pending.clear();
            for (int i = 0; i < 50_000 && number < count; i++, number++) {
                long step = number / clusters;
                pending.add(placed(template, step, (int) (number % clusters), number));
            }
            for (int i = 1; i < pending.size(); i++) {
                int other = Math.max(0, i - random.nextInt(8));
                Signal signal = pending.get(i);
                pending.set(i, pending.get(other));
                pending.set(other, signal);
            }
            long begin = THREADS.getCurrentThreadCpuTime();
            for (int from = 0; from < pending.size(); from += batch) {
                List<Signal> part = pending.subList(from, Math.min(pending.size(), from + batch));
                Changes change = batch == 1 ? correlator.accept(part.getFirst()) : correlator.accept(part);
                changes += change.incidents().size();
                change.incidents().forEach(incident -> told.add(incident.key()));
                correlator.advance(part.getLast().observedNanos());
            }
            spent += THREADS.getCurrentThreadCpuTime() - begin;
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "%,d signals, %d clusters, batches of %d: %,.0f per CPU second; %,d incidents told in %,d changes; %,d"
                        + " MiB in use, %,d too late%n",
                count,
                clusters,
                batch,
                count / (spent / 1e9),
                told.size(),
                changes,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                correlator.tooLate());
        return count / (spent / 1e9);
    }

    private static Signal placed(List<Signal> template, long step, int cluster, long number) {
        Signal signal = template.get((int) (step % template.size()));
        long shift = step / template.size() * ROUND_SECONDS * Scene.SECOND;
        Subject subject = signal.subject();
        return new Signal(
                "s" + number,
                signal.kind(),
                new Subject("", "c" + cluster, subject.node(), "", "", subject.resource()),
                signal.reporter(),
                signal.remote(),
                signal.timeNanos() + shift,
                signal.timeSource(),
                signal.resolutionNanos(),
                signal.observedNanos() + shift,
                "c" + cluster + signal.source(),
                number,
                signal.clockOffsetNanos(),
                signal.clockUncertaintyNanos(),
                signal.details(),
                signal.text());
    }

    /** Two hours of one cluster: up, a crash and its repair, a process restarted, and checks in between. */
    private static List<Signal> template() {
        Scene scene = SafeKitScenes.morning(SafeKitScenes.pair());
        calm(scene, 30, 900);
        SafeKitScenes.crash(scene);
        SafeKitScenes.reintegration(scene, 2000);
        calm(scene, 2600, 5000);
        SafeKitScenes.plannedStop(scene, 5100);
        SafeKitScenes.reintegration(scene, 5300);
        calm(scene, 6000, 7000);
        return scene.signals();
    }

    private static void calm(Scene scene, int from, int to) {
        for (int second = from; second < to; second += 60) {
            scene.says(second, SafeKitScenes.A, SignalKind.CHECKER_UP, "tcp.management");
            scene.says(
                    second + 1,
                    SafeKitScenes.B,
                    SignalKind.COMPONENT_RESTARTED,
                    "cron.service",
                    Signal.PRODUCT,
                    "systemd");
        }
    }
}
