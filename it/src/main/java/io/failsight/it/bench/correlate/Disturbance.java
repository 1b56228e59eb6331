package io.failsight.it.bench.correlate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What real networks and clocks do to a case: each node's clock is up to 5 s off, a tenth of the lines is lost, a fifth comes twice, and a
 * node's stream stalls now and then for up to 8 s, so that nodes come in any order; what one node sends stays in order, as a connection keeps it.
 * Beside the case, each node that lives logs a line of cron every few seconds, as machines do. Deterministic for a seed.
 */
final class Disturbance {
    private static final double MOST_SKEW = 5;
    private static final double LOST = 0.10;
    private static final double DOUBLED = 0.20;
    private static final double STALLED = 0.05;
    private static final double MOST_LATE = 8;
    private static final double CALM_STEP = 2;
    /** Life goes on after the last line of a case. */
    private static final double CALM_AFTER = 10;

    private final Random random;

    Disturbance(long seed) {
        random = new Random(seed);
    }

    /**
     * One line on the wire.
     *
     * @param sendAt seconds from the begin of the case
     * @param saysAt seconds, as the node's wrong clock has it
     * @param host host name
     * @param program program with process id
     * @param message the message
     */
    record Sent(double sendAt, double saysAt, String host, String program, String message) {}

    /**
     * What is sent of a case.
     *
     * @param all in order of sending
     * @param kept lines of the case that were not lost
     */
    record Plan(List<Sent> all, List<FailoverCase.Line> kept) {
        private static final double BEFORE = 0.5;
        /** A decision comes so long before the service. */
        private static final double DECISION = 10;

        private static final List<String> REDUNDANT = List.of("SECOND Ready", "Reintegration ended", "(VI_");
        private static final List<String> SERVES =
                List.of("ALONE Ready", "PRIM Ready", "Action alone", "Action restart", "start_prim", "(VI_");

        /** Of a case that nobody disturbs. */
        static Plan whole() {
            return new Plan(List.of(), List.of(new FailoverCase.Line(0, 0, "", "")));
        }

        /** Lines of the case that were not lost. */
        int evidence() {
            return kept.size();
        }

        /** Whether a line is left from which an instant could be known: a standby that is ready, a node that decided to serve or does. */
        boolean hasEvidenceOf(String instant, double at) {
            List<String> proofs = instant.equals("redundant") ? REDUNDANT : SERVES;
            double from = at - (instant.equals("redundant") ? BEFORE : DECISION);
            return all.isEmpty()
                    || kept.stream()
                            .filter(line -> line.at() >= from)
                            .anyMatch(line -> proofs.stream().anyMatch(line.message()::contains));
        }
    }

    Plan of(FailoverCase it) {
        double[] skew = {skew(), skew()};
        String[] hosts = {it.cluster() + "-a", it.cluster() + "-b"};
        List<Sent> sent = new ArrayList<>();
        List<FailoverCase.Line> kept = new ArrayList<>();
        for (FailoverCase.Line line : it.lines()) {
            if (random.nextDouble() < LOST) {
                continue;
            }
            kept.add(line);
            int copies = random.nextDouble() < DOUBLED ? 2 : 1;
            for (int copy = 0; copy < copies; copy++) {
                sent.add(new Sent(
                        line.at(), line.at() + skew[line.node()], hosts[line.node()], line.program(), line.message()));
            }
        }
        for (int node = 0; node < 2; node++) {
            for (double at = random.nextDouble(); at < it.length() + CALM_AFTER; at += CALM_STEP) {
                if (it.speaks(node, at)) {
                    sent.add(new Sent(
                            at,
                            at + skew[node],
                            hosts[node],
                            "CRON[" + (1_000 + random.nextInt(30_000)) + "]",
                            "(root) CMD (test -x /usr/sbin/anacron)"));
                }
            }
        }
        return new Plan(delivered(sent), List.copyOf(kept));
    }

    private List<Sent> delivered(List<Sent> sent) {
        sent.sort(Comparator.comparingDouble(Sent::sendAt));
        Map<String, Double> last = new HashMap<>();
        List<Sent> delivered = new ArrayList<>();
        for (Sent each : sent) {
            double at = Math.max(last.getOrDefault(each.host(), 0.0), each.sendAt() + delay());
            last.put(each.host(), at);
            delivered.add(new Sent(at, each.saysAt(), each.host(), each.program(), each.message()));
        }
        delivered.sort(Comparator.comparingDouble(Sent::sendAt));
        return List.copyOf(delivered);
    }

    private double skew() {
        return (2 * random.nextDouble() - 1) * MOST_SKEW;
    }

    private double delay() {
        double usual = 0.02 * random.nextDouble();
        return random.nextDouble() < STALLED ? MOST_LATE * random.nextDouble() : usual;
    }
}
